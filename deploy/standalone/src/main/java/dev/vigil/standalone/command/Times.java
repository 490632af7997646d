package dev.vigil.standalone.command;

import dev.vigil.runtime.error.UserError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times on the command line. */
final class Times {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

    private Times() {}

    /**
     * A time, as {@code 2026-11-24T06:00:00Z}.
     *
     * @throws UserError if it is none
     */
    static Instant of(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new UserError(400, "'" + text + "' is no time: write it as 2026-11-24T06:00:00Z.", e);
        }
    }

    /**
     * A time, or how long before {@code now} it was, as {@code 15m}.
     *
     * @throws UserError if it is neither
     */
    static Instant ofOrAgo(String text, Instant now) {
        Matcher ago = AGO.matcher(text);
        if (!ago.matches()) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw new UserError(
                        400,
                        "'" + text + "' is no time: write it as 2026-11-24T06:00:00Z, or as 15m for so long ago.",
                        e);
            }
        }
        String unit = ago.group(2).equals("d") ? "P%sD" : "PT%s" + ago.group(2).toUpperCase(java.util.Locale.ROOT);
        return now.minus(Duration.parse(String.format(unit, ago.group(1))));
    }
}
