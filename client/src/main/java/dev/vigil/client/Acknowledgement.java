package dev.vigil.client;

import java.time.Instant;

/**
 * Somebody has seen to an alert: the value of {@code vigil.alert.acknowledged.v1}, on the alerts' topic and under the alert's key.
 *
 * @param alert its id
 * @param watchlist its watchlist
 * @param by whose key or token it was; an id, never a name
 * @param at when
 */
public record Acknowledgement(String alert, String watchlist, String by, Instant at) {
    /** The CloudEvents type. */
    public static final String TYPE = "vigil.alert.acknowledged.v1";
}
