package dev.vigil.recognizer.event;

import java.time.Instant;

/**
 * Somebody has seen to an alert: a marker on the topic of alerts, under the alert's key, that follows the alert.
 *
 * @param alert its id
 * @param watchlist its watchlist, the record's key
 * @param by whose key or token it was; an id, never a name
 * @param at when
 */
public record AlertAcknowledged(String alert, String watchlist, String by, Instant at) {
    /** The CloudEvents type. */
    public static final String TYPE = "vigil.alert.acknowledged.v1";

    /** The CloudEvents id: an alert is acknowledged once. */
    public String eventId() {
        return alert + "/acknowledged";
    }
}
