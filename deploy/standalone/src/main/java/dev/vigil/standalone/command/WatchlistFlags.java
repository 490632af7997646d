package dev.vigil.standalone.command;

import dev.vigil.gallery.client.NewWatchlist;
import dev.vigil.gallery.event.ScheduleWindow;
import dev.vigil.gallery.event.Severity;
import dev.vigil.runtime.error.UserError;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The fields of a watchlist as options: those that are not given stay as they are. */
final class WatchlistFlags {
    private static final String NONE = "none";
    private static final Pattern WINDOW =
            Pattern.compile("(?:([A-Za-z,]+) +)?(\\d{2}:\\d{2})-(\\d{2}:\\d{2}) +([A-Za-z0-9_+/-]+)");
    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    @Option(names = "--name", paramLabel = "NAME", description = "What people call it; a new one needs it.")
    private @Nullable String name;

    @Option(names = "--severity", paramLabel = "HOW", description = "info, warning or critical; a new one's is info.")
    private @Nullable Severity severity;

    @Option(
            names = "--threshold",
            paramLabel = "SCORE",
            description = "The least score of an alert, -1 to 1, or none for the decision's own.")
    private @Nullable String threshold;

    @Option(
            names = "--cooldown",
            paramLabel = "TIME",
            description = "How long one person raises no second alert, as 60s; none for the default.")
    private @Nullable String cooldown;

    @Option(names = "--expires", paramLabel = "WHEN", description = "When it ends, as 2027-01-01T00:00:00Z, or none.")
    private @Nullable String expires;

    @Option(
            names = "--actuate-within",
            paramLabel = "TIME",
            description = "An alert of an older event opens no door, as 10s; none for the default.")
    private @Nullable String actuateWithin;

    @Option(
            names = "--schedule",
            paramLabel = "WINDOW",
            description =
                    "When it raises alerts, as 'MON,TUE 22:00-06:00 Europe/Berlin'; may be repeated; none for always.")
    private @Nullable List<String> schedule;

    /** Whether any is given. */
    boolean any() {
        return name != null
                || severity != null
                || threshold != null
                || cooldown != null
                || expires != null
                || actuateWithin != null
                || schedule != null;
    }

    /**
     * What is there, changed as the options say.
     *
     * @throws UserError where an option is not usable, or a new watchlist has no name
     */
    NewWatchlist over(Optional<NewWatchlist> there) {
        if (there.isEmpty() && name == null) {
            throw new UserError("A new watchlist needs a name: write --name NAME.");
        }
        return new NewWatchlist(
                name != null ? name : there.map(NewWatchlist::name).orElseThrow(),
                severity != null ? severity : there.map(NewWatchlist::severity).orElse(Severity.INFO),
                either(threshold, WatchlistFlags::score, there.map(NewWatchlist::threshold)),
                either(cooldown, text -> duration("--cooldown", text), there.map(NewWatchlist::cooldown)),
                schedule == null ? there.map(NewWatchlist::schedule).orElse(List.of()) : windows(schedule),
                either(expires, WatchlistFlags::time, there.map(NewWatchlist::expiresAt)),
                either(
                        actuateWithin,
                        text -> duration("--actuate-within", text),
                        there.map(NewWatchlist::actuateWithin)));
    }

    private static <T> @Nullable T either(@Nullable String given, Function<String, T> read, Optional<T> there) {
        if (given == null) {
            return there.orElse(null);
        }
        return given.equals(NONE) ? null : read.apply(given);
    }

    private static Float score(String text) {
        try {
            float score = Float.parseFloat(text);
            if (score >= -1 && score <= 1) {
                return score;
            }
        } catch (NumberFormatException e) {
            throw new UserError(400, wrongScore(text), e);
        }
        throw new UserError(wrongScore(text));
    }

    private static String wrongScore(String text) {
        return "--threshold is '" + text + "': write a score between -1 and 1, as 0.5, or none.";
    }

    private static Duration duration(String option, String text) {
        Matcher matcher = SHORT.matcher(text);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw new UserError(400, option + " is '" + text + "': write a time as 60s or 10m, or none.", e);
        }
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new UserError(400, "--expires is '" + text + "': write a time as 2027-01-01T00:00:00Z, or none.", e);
        }
    }

    private static List<ScheduleWindow> windows(List<String> texts) {
        return texts.equals(List.of(NONE))
                ? List.of()
                : texts.stream().map(WatchlistFlags::window).toList();
    }

    private static ScheduleWindow window(String text) {
        Matcher matcher = WINDOW.matcher(text.trim());
        if (!matcher.matches()) {
            throw new UserError(wrongWindow(text));
        }
        try {
            return new ScheduleWindow(
                    matcher.group(1) == null
                            ? List.of()
                            : Arrays.stream(matcher.group(1).split(",", -1))
                                    .map(WatchlistFlags::day)
                                    .toList(),
                    LocalTime.parse(matcher.group(2)),
                    LocalTime.parse(matcher.group(3)),
                    ZoneId.of(matcher.group(4)));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new UserError(400, wrongWindow(text), e);
        }
    }

    /** A day by its first three letters or more. */
    private static DayOfWeek day(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> upper.length() >= 3 && day.name().startsWith(upper))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no day."));
    }

    private static String wrongWindow(String text) {
        return "--schedule is '" + text + "': write it as 'MON,TUE 22:00-06:00 Europe/Berlin', or none.";
    }
}
