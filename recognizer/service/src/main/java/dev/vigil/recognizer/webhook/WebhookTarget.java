package dev.vigil.recognizer.webhook;

import dev.vigil.recognizer.event.Decision;
import dev.vigil.runtime.config.Default;
import dev.vigil.runtime.config.Secret;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Somebody who is told.
 *
 * @param id a part of its consumer group's name, {@code vigil-webhooks-ID}; letters, digits, {@code -}, {@code _}, at most 64
 * @param url where events are posted, {@code https}, or {@code http} within the allowed networks
 * @param secret that signs: at least 16 bytes, or {@code whsec_} and base64; {@code secretFile} names a file with it
 * @param events which kinds
 * @param watchlists only alerts of these; empty for all
 * @param cameras only events of these; empty for all
 * @param decisions only recognitions with these, as {@code match}; empty for all
 * @param actuatingOnly only alerts on which a door may open when they are sent
 * @param fromStart whether a target that is new is told what the topics still hold, instead of what comes from now on
 */
public record WebhookTarget(
        String id,
        String url,
        Secret secret,
        @Default("[alert]") List<Kind> events,
        @Default("[]") List<String> watchlists,
        @Default("[]") List<String> cameras,
        @Default("[]") List<String> decisions,
        @Default("false") boolean actuatingOnly,
        @Default("false") boolean fromStart) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** A kind of event. */
    public enum Kind {
        /** {@code vigil.alert.raised.v1}. */
        ALERT,
        /** {@code vigil.face.recognized.v1}. */
        RECOGNITION
    }

    /** Checks all of it. */
    public WebhookTarget {
        events = List.copyOf(events);
        watchlists = List.copyOf(watchlists);
        cameras = List.copyOf(cameras);
        decisions = List.copyOf(decisions);
        require(
                ID.matcher(id).matches(),
                "A webhook's id is of letters, digits, '-' and '_', at most 64, unlike '" + id + "'.");
        require(valid(url), "The url of the webhook '" + id + "' is none: write it as https://host/path.");
        require(
                !events.isEmpty(),
                "The webhook '" + id + "' asks for no events: write [alert] or [alert, recognition].");
        for (String decision : decisions) {
            require(
                    Arrays.stream(Decision.values())
                            .anyMatch(known -> known.label().equals(decision)),
                    "The webhook '" + id + "' asks for the decision '" + decision
                            + "': there are match, uncertain, unknown and ignored.");
        }
        Signature.of(secret); // says what is wrong with it
    }

    private static boolean valid(String url) {
        try {
            URI uri = URI.create(url);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return web && uri.getHost() != null && uri.getUserInfo() == null && uri.getFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
