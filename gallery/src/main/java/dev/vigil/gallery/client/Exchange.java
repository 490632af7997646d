package dev.vigil.gallery.client;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.Problem;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.tls.TlsFault;
import dev.vigil.runtime.tls.Trust;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Requests to a gallery, each within one time-out. Thread-safe. */
final class Exchange {
    /** Asked too much: it is the same as being away for a moment. */
    private static final int TOO_MANY = 429;

    private static final int MOST_RETRIES = 2;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final double JITTER = 0.2;

    private final List<String> bases;
    private final AtomicInteger current;
    private final SeenPositions seen;
    private final Map<String, String> always;
    private final String key;
    private final Duration timeout;
    private final HttpClient http;
    private final RetryPolicy<Reply> retries;

    /** Asks the first of the addresses that answers. */
    Exchange(List<URI> bases, String key, Duration timeout, Trust trust) {
        this.bases = bases.stream()
                .map(base -> base.toString().replaceAll("/+$", ""))
                .toList();
        this.key = key;
        this.timeout = timeout;
        this.http = trust.apply(HttpClient.newBuilder())
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
        this.retries = RetryPolicy.<Reply>builder()
                .handle(GalleryAwayException.class)
                .withMaxRetries(MOST_RETRIES)
                .withMaxDuration(timeout)
                .withBackoff(FIRST_PAUSE, LONGEST_PAUSE)
                .withJitter(JITTER)
                .build();
        this.current = new AtomicInteger();
        this.seen = new SeenPositions();
        this.always = Map.of();
    }

    private Exchange(Exchange of, Map<String, String> always) {
        this.bases = of.bases;
        this.current = of.current;
        this.seen = of.seen;
        this.key = of.key;
        this.timeout = of.timeout;
        this.http = of.http;
        this.retries = of.retries;
        this.always = Map.copyOf(always);
    }

    /** The same connections, with these headers at each request. */
    Exchange with(Map<String, String> headers) {
        return new Exchange(this, headers);
    }

    /**
     * What was answered, with a status under 500.
     *
     * @param request method and address, for messages
     * @param tries how often it was asked
     */
    record Reply(String request, int status, String body, int tries) {
        /**
         * Itself, where it is no refusal.
         *
         * @throws UserError with the problem's status and sentence
         */
        Reply orThrow() {
            if (status >= 200 && status < 300) {
                return this;
            }
            throw new UserError(status >= 400 ? status : 400, detail());
        }

        <T> T read(Class<T> type) {
            try {
                return Json.read(body, type);
            } catch (UncheckedIOException e) {
                throw new GalleryAwayException(request + " is answered with something that is not a gallery's.", e);
            }
        }

        private String detail() {
            try {
                Problem problem = Json.read(body, Problem.class);
                if (problem.detail() != null) {
                    return problem.detail();
                }
            } catch (UncheckedIOException | IllegalArgumentException e) {
                return request + " is answered with " + status + ", and not by a gallery.";
            }
            return request + " is answered with " + status + ".";
        }
    }

    /**
     * Asks, and asks again where the gallery is away.
     *
     * @throws GalleryAwayException where it stays away for the time-out
     */
    Reply repeatable(String method, String path, @Nullable Object body) {
        return repeatable(method, path, body, Map.of());
    }

    /** The same, with more headers. */
    Reply repeatable(String method, String path, @Nullable Object body, Map<String, String> headers) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            return Failsafe.with(retries)
                    .get(context -> send(method, path, body, headers, deadline, context.getAttemptCount() + 1));
        } catch (FailsafeException e) { // interrupted between two tries
            Thread.currentThread().interrupt();
            throw new GalleryAwayException(method + " " + path + " was interrupted.", e);
        }
    }

    /**
     * Asks once.
     *
     * @throws GalleryAwayException where it is away; whether the request was carried out is not known then
     */
    Reply once(String method, String path, @Nullable Object body) {
        return send(method, path, body, Map.of(), System.nanoTime() + timeout.toNanos(), 1);
    }

    private Reply send(
            String method, String path, @Nullable Object body, Map<String, String> headers, long deadline, int tries) {
        int at = current.get();
        String base = bases.get(at % bases.size());
        try {
            return send(base, method, path, body, headers, deadline, tries);
        } catch (GalleryAwayException e) {
            current.compareAndSet(at, (at + 1) % bases.size());
            throw e;
        }
    }

    private Reply send(
            String base,
            String method,
            String path,
            @Nullable Object body,
            Map<String, String> headers,
            long deadline,
            int tries) {
        String request = method + " " + base + path;
        long left = Math.max(TimeUnit.MILLISECONDS.toNanos(1), deadline - System.nanoTime());
        HttpRequest.Builder asked = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + key)
                .header("Accept", "application/json");
        seen.header().ifPresent(position -> asked.header(SeenPositions.HEADER, position));
        always.forEach(asked::header);
        headers.forEach(asked::header);
        if (body == null) {
            asked.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            asked.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
        }
        HttpResponse<String> answer = await(base, asked.build(), left);
        answer.headers().firstValue(SeenPositions.HEADER).ifPresent(seen::note);
        Reply reply = new Reply(request, answer.statusCode(), answer.body(), tries);
        if (reply.status() >= 500 || reply.status() == TOO_MANY) {
            throw new GalleryAwayException(reply.detail());
        }
        return reply;
    }

    /** The whole answer: the time-out of a request itself ends with its headers. */
    private HttpResponse<String> await(String base, HttpRequest asked, long nanos) {
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(asked, HttpResponse.BodyHandlers.ofString());
        try {
            return answer.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new GalleryAwayException(
                    "The gallery at " + base + " does not answer: " + reason(e.getCause()) + ".", e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new GalleryAwayException(
                    "The gallery at " + base + " did not answer within " + timeout.toMillis() + " ms.", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new GalleryAwayException("The request to " + base + " was interrupted.", e);
        }
    }

    private static String reason(@Nullable Throwable cause) {
        Optional<TlsFault> fault = TlsFault.of(cause);
        if (fault.isPresent()) {
            return switch (fault.get()) {
                case UNTRUSTED ->
                    "its certificate is signed by nobody whom we trust; name the authority with --ca or galleryAccess.ca";
                case OTHER_NAME -> "its certificate is not for that name; use one of the names that it is for";
                case OUT_OF_DATE -> "its certificate is out of date";
                case NOT_TLS -> "no TLS is spoken there; write http://, or name the port that speaks it";
                case OTHER -> "TLS with it fails (" + cause + ")";
            };
        }
        return cause instanceof ConnectException ? "nothing listens there" : String.valueOf(cause);
    }
}
