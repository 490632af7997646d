package dev.vigil.recognizer.webhook;

import dev.vigil.runtime.config.Default;
import dev.vigil.runtime.http.Networks;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Who is told of events by HTTP.
 *
 * @param targets each with offsets of its own: one that is away holds up no other
 * @param allowNetworks as {@code 192.168.1.0/24}: addresses that are private, and the only ones to which plain {@code http} goes
 * @param timeout of a request
 * @param leastPause before a request is repeated; it doubles
 * @param mostPause at most
 * @param giveUpAfter an event that is older is no longer told
 */
public record WebhooksConfig(
        @Default("[]") List<WebhookTarget> targets,
        @Default("[]") List<String> allowNetworks,
        @Default("5s") Duration timeout,
        @Default("1s") Duration leastPause,
        @Default("5m") Duration mostPause,
        @Default("12h") Duration giveUpAfter) {
    /** Checks that ids differ, networks are such, and durations go up. */
    public WebhooksConfig {
        targets = List.copyOf(targets);
        allowNetworks = List.copyOf(allowNetworks);
        Set<String> ids = new HashSet<>();
        for (WebhookTarget target : targets) {
            if (!ids.add(target.id())) {
                throw new IllegalArgumentException("Two webhooks.targets bear the id '" + target.id() + "'.");
            }
        }
        allowNetworks.forEach(Networks::network);
        if (timeout.isNegative() || timeout.isZero() || leastPause.isNegative() || leastPause.isZero()) {
            throw new IllegalArgumentException("webhooks.timeout and webhooks.leastPause are longer than nothing.");
        }
        if (mostPause.compareTo(leastPause) < 0 || giveUpAfter.compareTo(mostPause) < 0) {
            throw new IllegalArgumentException(
                    "webhooks.leastPause, mostPause and giveUpAfter go up in this order, unlike " + leastPause + ", "
                            + mostPause + " and " + giveUpAfter + ".");
        }
    }
}
