package dev.vigil.recognizer.webhook;

import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.http.Networks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Posts to one target: a CloudEvent in HTTP's binary mode (CloudEvents HTTP protocol binding 1.0.2), signed as Standard Webhooks say.
 * Redirects are not followed. Where the target's name leads into a private network, to this machine or to a cloud's metadata, nothing
 * is sent unless that network is allowed; the name is looked up right before, and Java connects to what it found then. Thread-safe.
 */
final class Post {
    /** Of the event itself, and not of the target's state: to say it again would be no use. */
    private static final Set<Integer> FOR_GOOD = Set.of(400, 409, 410, 413, 415, 422);

    private final URI url;
    private final Signature signature;
    private final List<Networks.Network> allowed;
    private final Duration timeout;
    private final HttpClient client;

    Post(WebhookTarget target, WebhooksConfig config) {
        this.url = URI.create(target.url());
        this.signature = Signature.of(target.secret());
        this.allowed = config.allowNetworks().stream().map(Networks::network).toList();
        this.timeout = config.timeout();
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** What came of a request. */
    sealed interface Outcome {
        /** The target has it. */
        record Taken() implements Outcome {}

        /** The target will never take it. */
        record Refused(String why) implements Outcome {}

        /** Not now. */
        record Later(String why) implements Outcome {}
    }

    /** Sends it once. */
    Outcome send(Notice notice, Instant now) throws InterruptedException {
        try {
            if (!permitted()) {
                return new Outcome.Later("its address is private, or not https: webhooks.allowNetworks can allow it");
            }
            return outcome(client.send(request(notice, now), HttpResponse.BodyHandlers.discarding())
                    .statusCode());
        } catch (UnknownHostException e) {
            return new Outcome.Later("its host is not known");
        } catch (IOException e) {
            return new Outcome.Later("it can't be reached (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static Outcome outcome(int status) {
        if (status >= 200 && status < 300) {
            return new Outcome.Taken();
        }
        String why = "it answered " + status;
        return FOR_GOOD.contains(status) ? new Outcome.Refused(why) : new Outcome.Later(why);
    }

    private HttpRequest request(Notice notice, Instant now) {
        EventHeaders event = notice.headers();
        byte[] body = notice.body(now);
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("content-type", "application/json")
                .header("ce-specversion", "1.0")
                .header("ce-id", event.id())
                .header("ce-type", event.type())
                .header("ce-source", event.source())
                .header("ce-time", EventHeaders.rfc3339(event.time()))
                .header("webhook-id", event.id())
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", signature.sign(event.id(), now, body));
        if (event.traceparent() != null) {
            request.header("traceparent", event.traceparent());
        }
        return request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
    }

    private boolean permitted() throws UnknownHostException {
        InetAddress[] found = InetAddress.getAllByName(url.getHost());
        boolean plain = "http".equals(url.getScheme());
        return Arrays.stream(found).allMatch(address -> isAllowed(address) || (!plain && isPublic(address)));
    }

    private boolean isAllowed(InetAddress address) {
        return allowed.stream().anyMatch(network -> network.contains(address.getAddress()));
    }

    private static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
        boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
        return !(uniqueLocal
                || shared
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress());
    }
}
