package dev.vigil.client;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody of a watchlist was seen: the value of {@code vigil.alert.raised.v1}. In JSON the recognition's fields stand beside the
 * alert's own.
 *
 * @param id the CloudEvents id too
 * @param watchlist its id, the record's key
 * @param severity as the watchlist says
 * @param appearedAt frame time that the alert is for
 * @param raisedAt when
 * @param expiresAt until when it is of interest
 * @param actuate whether a door might open on it when it was raised; ask {@link #actuates} now
 * @param actuateUntil until when it may, at most; null where it may not
 * @param acknowledged whether somebody has seen to it: false when raised
 * @param recognition what was recognised
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

    /**
     * Checks that what every alert has is there.
     *
     * @throws NullPointerException naming a field that is missing
     */
    public Alert {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(watchlist, "watchlist");
        Objects.requireNonNull(recognition, "recognition");
    }

    /**
     * Whether a door may open on it at {@code now}: never on one that is read late or again, nor on one of a replay. Go by this and not
     * by {@link #actuate}, which is of when the alert was raised.
     */
    public boolean actuates(Instant now) {
        return actuate && !recognition.replayed() && actuateUntil != null && now.isBefore(actuateUntil);
    }
}
