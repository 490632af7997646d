package dev.vigil.recognizer.event;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The value on {@code vigil.alert.raised.v1}: somebody of a watchlist was seen. In JSON the recognition's fields stand beside the
 * alert's own. One when they appear, and one each time the watchlist's cool-down has ended while they are there, or when they come
 * after it: per watchlist, person and group of cameras the {@code appearedAt} lie a cool-down or more apart.
 *
 * @param id the CloudEvents id too: the same on every run over the same frames
 * @param watchlist its id, the record's key
 * @param severity as the watchlist says
 * @param appearedAt frame time of the alert: when the person was first recognised, or the cool-down ended while they stayed
 * @param raisedAt when
 * @param expiresAt until when it is of interest
 * @param actuate whether a door may open on it: false when the frame is older than the limit, or comes from a replay
 * @param actuateUntil until when it may, at most; null where it may not. Who is told late, or reads the topic again, goes by this
 * @param acknowledged whether somebody has seen to it: false when raised
 * @param recognition what was recognised, as of the latest sighting of its track
 */
public record Alert(
        String id,
        String watchlist,
        String severity,
        Instant appearedAt,
        Instant raisedAt,
        Instant expiresAt,
        boolean actuate,
        @Nullable Instant actuateUntil,
        boolean acknowledged,
        @JsonUnwrapped Recognition recognition) {
    /** The topic, and the CloudEvents type. */
    public static final String TYPE = "vigil.alert.raised.v1";

    /** The id of an episode's alert at that frame time. */
    public static String id(String episode, String watchlist, Instant appearedAt) {
        return episode + "/alert/" + watchlist + "/" + appearedAt.toEpochMilli();
    }
}
