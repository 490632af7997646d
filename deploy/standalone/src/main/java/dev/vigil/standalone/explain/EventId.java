package dev.vigil.standalone.explain;

import dev.vigil.runtime.error.UserError;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a recognition or an alert, taken apart; or of an episode, which stands for its last event.
 *
 * @param text the id as the header {@code ce_id} has it
 * @param kind of event
 * @param camera its id
 * @param session of the camera
 * @param track its id
 * @param episode the track's id, or that of its replay
 */
public record EventId(String text, Kind kind, String camera, String session, String track, String episode) {
    private static final Pattern FORM = Pattern.compile(
            "((?<track>(?<camera>[^/\\s]+)/(?<session>[^/\\s]+)/\\d+/\\d+)(/replayed)?)"
                    + "((?<decided>/(opened|updated|closed)/\\d+(/[0-9a-f]+)?)|(?<alert>/alert/[^/\\s]+/-?\\d+)(/acknowledged)?)?");
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int SESSION = 13;
    private static final int TIME = 9;
    private static final int BITS = 5;

    /** What an id is of. */
    public enum Kind {
        /** The last event of an episode. */
        EPISODE,
        /** One decision. */
        RECOGNITION,
        /** An alert, or that it was acknowledged. */
        ALERT
    }

    /**
     * Reads an id.
     *
     * @throws UserError if it is none of a recognition, an alert or an episode
     */
    public static EventId of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new UserError(
                    "'" + text + "' is no id of a recognition or an alert: write it as the header ce_id has it, as"
                            + " door/SESSION/12/0/opened/1, or the episode of an event, as door/SESSION/12/0, for the last of that.");
        }
        String alert = form.group("alert");
        Kind kind = alert != null ? Kind.ALERT : form.group("decided") != null ? Kind.RECOGNITION : Kind.EPISODE;
        return new EventId(
                alert != null ? form.group(1) + alert : text,
                kind,
                form.group("camera"),
                form.group("session"),
                form.group("track"),
                form.group(1));
    }

    /** When the camera's session began, where the session's name says it as ingest names them. */
    public Optional<Instant> began() {
        if (session.length() != SESSION) {
            return Optional.empty();
        }
        long millis = 0;
        for (int i = 0; i < TIME; i++) {
            int digit = DIGITS.indexOf(session.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            millis = (millis << BITS) | digit;
        }
        return Optional.of(Instant.ofEpochMilli(millis));
    }
}
