package dev.vigil.standalone.explain;

import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Sighting;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An explanation in lines for people. For one story. */
public final class ExplanationText {
    private static final double LEAST = 1e-9;

    private final DateTimeFormatter day;
    private final DateTimeFormatter clock;
    private final List<String> lines = new ArrayList<>();

    /** Writes times as clocks in {@code zone} show them. */
    public ExplanationText(ZoneId zone) {
        this.day = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT)
                .withZone(zone);
        this.clock = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    }

    /** The lines, without their ends. */
    public List<String> of(Explanation story) {
        alert(story.alert());
        decision(story);
        candidates(story.event());
        shots(story);
        model(story);
        stages(story);
        episode(story);
        audit(story);
        story.missing().forEach(sentence -> line("note", sentence));
        return lines;
    }

    private void alert(Explanation.@Nullable Raised alert) {
        if (alert == null) {
            return;
        }
        lines.add("alert " + alert.id());
        line("watchlist", alert.watchlist() + " (" + alert.severity() + ")");
        line("for", day.format(alert.appearedAt()) + ", raised " + day.format(alert.raisedAt()));
        line(
                "a door",
                alert.actuate() && alert.actuateUntil() != null
                        ? "might open on it until " + clock.format(alert.actuateUntil())
                        : "may not open on it");
        line(
                "seen to",
                alert.acknowledgedBy() == null || alert.acknowledgedAt() == null
                        ? "by nobody yet"
                        : "by " + alert.acknowledgedBy() + " at " + day.format(alert.acknowledgedAt()));
    }

    private void decision(Explanation story) {
        Recognition event = story.event();
        lines.add("recognition " + story.id()
                + (event.replayed() ? " (replayed: kept sightings, decided once more)" : ""));
        line("camera", named(event.camera().name(), event.camera().id()));
        Recognition.TrackRef track = event.track();
        line(
                "track",
                String.format(
                        Locale.ROOT,
                        "%d frames from %s to %s",
                        track.frames(),
                        day.format(track.firstSeen()),
                        clock.format(track.lastSeen())));
        Recognition.PersonRef person = event.person();
        String lists =
                person == null || person.watchlists().isEmpty() ? "" : ", on " + String.join(", ", person.watchlists());
        line(
                "decision",
                event.decision().label() + (person == null ? "" : ": " + named(person.name(), person.id()) + lists));
        line("because", reason(event));
    }

    private static String reason(Recognition event) {
        Float score = event.score();
        Float threshold = event.threshold();
        Float lower = event.lowerThreshold();
        if (score == null || threshold == null || lower == null) {
            return switch (event.reason()) {
                case TOO_SMALL -> "too-small: the face was too small in every frame, and nobody was searched";
                case LOW_QUALITY -> "low-quality: no shot was good enough to be searched";
                case EMPTY_GALLERY -> "empty-gallery: there was nobody to search";
                default -> event.reason().label();
            };
        }
        String behind = event.margin() == null
                ? ""
                : String.format(Locale.ROOT, "; the second person lies %.3f behind", event.margin());
        return String.format(
                Locale.ROOT,
                "%s: score %.3f, a match from %.3f on, uncertain from %.3f on%s",
                event.reason().label(),
                score,
                threshold,
                lower,
                behind);
    }

    private void candidates(Recognition event) {
        String title = "candidates";
        for (Recognition.CandidateRef candidate : event.candidates()) {
            line(
                    title,
                    String.format(
                            Locale.ROOT, "%.3f  %s", candidate.score(), named(candidate.name(), candidate.person())));
            title = "";
        }
    }

    private void shots(Explanation story) {
        String title = "shots";
        for (Sighting.ShotView shot : story.shots()) {
            line(
                    title,
                    "frame " + shot.sequence() + " at " + clock.format(shot.capturedAt()) + ": " + face(shot.face()));
            title = "";
        }
        Recognition.FaceView face = story.event().face();
        if (story.shots().isEmpty() && face != null) {
            line("best shot", face(face));
        }
    }

    private static String face(Recognition.FaceView face) {
        Recognition.QualityView quality = face.quality();
        return String.format(
                Locale.ROOT,
                "quality %.2f, %.0f px between the eyes, sharpness %.0f, brightness %.0f, yaw %.0f, pitch %.0f, roll %.0f%s",
                quality.score(),
                quality.pixels(),
                quality.sharpness(),
                quality.brightness(),
                quality.yaw(),
                quality.pitch(),
                quality.roll(),
                face.liveness() == null ? "" : String.format(Locale.ROOT, ", liveness %.2f", face.liveness()));
    }

    private void model(Explanation story) {
        Recognition event = story.event();
        line(
                "networks",
                event.model().detector() + " found the face, " + event.model().embedder() + " compared it");
        Explanation.Card card = story.card();
        if (card != null) {
            line("card", card.id() + ": " + card.licence() + ", " + card.origin());
            line(
                    "false match",
                    rate(card.falseMatchRateAtThreshold(), "reach the threshold, ")
                            + rate(card.falseMatchRateAtScore(), "the score, ")
                            + "by " + measured(card) + (card.calibrated() ? ", calibrated here" : ""));
        }
        if (event.falsePositiveRate() != null) {
            line(
                    "searched",
                    String.format(
                            Locale.ROOT,
                            "%d templates; at most %s strangers' tracks in 1000 are to be taken for somebody%s",
                            event.templates(),
                            plain(1000 * event.falsePositiveRate()),
                            event.extrapolated() ? " (extrapolated: beyond what was counted)" : ""));
        }
        if (!story.gallery().isEmpty()) {
            line(
                    "gallery",
                    "its log stood at "
                            + story.gallery().entrySet().stream()
                                    .map(Map.Entry::toString)
                                    .collect(Collectors.joining(" "))
                                    .replace('=', ':')
                            + " (partition:offset)");
        }
    }

    private static String rate(@Nullable Double rate, String what) {
        if (rate == null) {
            return "";
        } else if (rate < LEAST) {
            return "fewer than 1 comparison of strangers in a billion " + what;
        }
        double in = 1 / rate;
        double unit = Math.pow(10, Math.floor(Math.log10(in)) - 1);
        return String.format(Locale.ROOT, "1 comparison of strangers in %,.0f %s", Math.rint(in / unit) * unit, what);
    }

    private static String measured(Explanation.Card card) {
        return switch (card.rates()) {
            case "still" -> "the card's rates for single pictures";
            case "track" -> "the card's rates for tracks";
            default -> "rates that are assumed: nothing was measured of this model";
        };
    }

    private static String plain(double number) {
        return String.format(Locale.ROOT, number < 10 ? "%.1f" : "%.0f", number).replaceAll("\\.0$", "");
    }

    private void stages(Explanation story) {
        String title = "stages";
        for (Explanation.Stage stage : story.stages()) {
            String took = stage.tookMs() == null ? "" : String.format(Locale.ROOT, "  %+d ms", stage.tookMs());
            line(title, String.format(Locale.ROOT, "%-10s %s%s", stage.name(), clock.format(stage.at()), took));
            title = "";
        }
    }

    private void episode(Explanation story) {
        String title = "episode";
        for (Explanation.Step step : story.episode()) {
            String phase = step.id()
                    .substring(
                            Math.min(step.id().length(), story.event().episode().length() + 1));
            line(
                    title,
                    String.format(
                            Locale.ROOT,
                            "%s %-10s %s%s%s%s",
                            step.emittedAt() == null ? "" : clock.format(step.emittedAt()),
                            phase,
                            step.decision().label(),
                            step.person() == null ? "" : " " + step.person(),
                            step.score() == null ? "" : String.format(Locale.ROOT, " %.3f", step.score()),
                            step.id().equals(story.id()) ? "  <- this" : ""));
            title = "";
        }
    }

    private void audit(Explanation story) {
        String title = "audit";
        for (Explanation.Deed deed : story.audit()) {
            line(title, day.format(deed.time()) + " " + deed.action() + " " + deed.subject() + " by " + deed.actor());
            title = "";
        }
    }

    private static String named(String name, String id) {
        return name.equals(id) ? name : name + " (" + id + ")";
    }

    private void line(String title, String text) {
        lines.add(String.format(Locale.ROOT, "  %-12s %s", title, text));
    }
}
