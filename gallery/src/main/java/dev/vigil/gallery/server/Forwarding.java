package dev.vigil.gallery.server;

import dev.vigil.gallery.client.OnBehalfOf;
import dev.vigil.gallery.event.PartitionOwner;
import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.gallery.log.NotOwner;
import dev.vigil.gallery.log.Position;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.runtime.tls.TlsFault;
import dev.vigil.runtime.tls.Trust;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a request that another replica must carry out to that replica, once: it goes with the caller's own key, and bears a {@link
 * ReplicaMark} that tells the caller's address and keeps it from being forwarded again. Thread-safe.
 */
final class Forwarding {
    private static final Logger log = LoggerFactory.getLogger(Forwarding.class);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration MARGIN = Duration.ofSeconds(2);
    private static final String FORWARDED = "vigil.forwarded";

    private static final List<String> REQUEST_HEADERS = List.of(
            "Authorization",
            "Content-Type",
            "Accept",
            "If-Match",
            "If-None-Match",
            "Idempotency-Key",
            "traceparent",
            OnBehalfOf.HEADER,
            Position.HEADER);

    /** What belongs to the connection, or is set anew. */
    private static final Set<String> NOT_RELAYED = Set.of(
            "connection", "keep-alive", "transfer-encoding", "content-length", "date", "server", "upgrade", "trailer");

    private final GalleryLog gallery;
    private final Duration timeout;
    private final AtomicReference<String> told = new AtomicReference<>("");
    private final HttpClient http;

    /** {@code trust} accepts the other replicas' certificates. */
    Forwarding(GalleryLog gallery, Duration writeTimeout, Trust trust) {
        this.gallery = gallery;
        this.http = trust.apply(HttpClient.newBuilder())
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
        this.timeout = writeTimeout.plus(MARGIN);
    }

    /**
     * Looks whether another replica forwards this request, and notes the true caller's address then.
     *
     * @throws UserError with 503 where the mark was not made for this process
     */
    void receive(Context ctx) {
        String header = ctx.header(ReplicaMark.HEADER);
        if (header == null) {
            return;
        }
        ReplicaMark mark = ReplicaMark.verified(header, gallery.mark(), request(ctx))
                .orElseThrow(() -> new UserError(
                        503,
                        "This was forwarded to a replica that is not here any more: nothing was written; "
                                + "try again in a moment."));
        HttpService.readdress(ctx, mark.address());
        ctx.attribute(FORWARDED, true);
    }

    /** Answers with what the owner answers. */
    void forward(NotOwner why, Context ctx) {
        try {
            PartitionOwner owner = why.owner().orElseThrow(() -> why);
            Base64Bytes key = owner.mark();
            if (isForwarded(ctx)) {
                throw new UserError(
                        503,
                        "The replica that writes this part of the gallery is changing: nothing was written; "
                                + "try again in a moment.");
            }
            if (owner.address().isEmpty() || key == null) {
                throw noAddress();
            }
            relay(send(ctx, owner, key), ctx);
        } catch (UserError e) {
            HttpService.problem(ctx, e.status(), e.sentence());
        }
    }

    /** Whether another replica sent this request. */
    static boolean isForwarded(Context ctx) {
        return ctx.attribute(FORWARDED) != null;
    }

    /**
     * Sends a part of the request's body to the replica that must carry it out, as the request itself would go there. The request's
     * body is read by the caller.
     *
     * @return the answer, whatever it is; or a {@link UserError} with 503: it may be that the part was carried out
     */
    CompletableFuture<HttpResponse<byte[]>> sendPart(Context ctx, PartitionOwner owner, List<byte[]> part) {
        Base64Bytes key = owner.mark();
        if (owner.address().isEmpty() || key == null) {
            return CompletableFuture.failedFuture(noAddress());
        }
        HttpRequest request = request(ctx, owner, key, HttpRequest.BodyPublishers.ofByteArrays(part));
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).exceptionallyCompose(e -> {
            Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            if (cause instanceof SSLException tls) {
                return CompletableFuture.failedFuture(distrusted(owner.address(), tls));
            }
            log.debug("The owner at {} does not take a part", owner.address(), cause);
            return CompletableFuture.failedFuture(
                    new UserError(503, "The replica that writes this part of the gallery did not answer.", cause));
        });
    }

    private static UserError noAddress() {
        return new UserError(
                503,
                "Another replica writes this part of the gallery, and tells no address: nothing was written; "
                        + "set gallery.advertised there, or ask it yourself.");
    }

    private HttpRequest request(Context ctx, PartitionOwner owner, Base64Bytes key, HttpRequest.BodyPublisher body) {
        ReplicaMark mark = ReplicaMark.of(key, HttpService.address(ctx), request(ctx));
        String query = ctx.queryString() == null ? "" : "?" + ctx.queryString();
        URI target =
                URI.create(owner.address().replaceAll("/+$", "") + ctx.req().getRequestURI() + query);
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(timeout)
                .method(ctx.method().name(), body)
                .header(ReplicaMark.HEADER, mark.text());
        for (String name : REQUEST_HEADERS) {
            String value = ctx.header(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        return request.build();
    }

    private HttpResponse<byte[]> send(Context ctx, PartitionOwner owner, Base64Bytes key) {
        HttpRequest request = request(ctx, owner, key, HttpRequest.BodyPublishers.ofByteArray(Bodies.raw(ctx)));
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            log.debug("The owner at {} can't be reached", owner.address(), e);
            throw new UserError(
                    503,
                    "The replica that writes this part of the gallery can't be reached: nothing was written; "
                            + "try again in a moment.",
                    e);
        } catch (SSLException e) { // nothing was sent: TLS comes first
            throw distrusted(owner.address(), e);
        } catch (IOException e) {
            log.debug("The owner at {} does not answer", owner.address(), e);
            throw new UserError(
                    503,
                    "The replica that writes this part of the gallery did not answer, and it isn't known whether the "
                            + "change was written: look before you repeat it.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError(503, "The gallery is stopping: look whether the change was written.", e);
        }
    }

    private UserError distrusted(String address, SSLException why) {
        String fault = switch (TlsFault.of(why).orElse(TlsFault.OTHER)) {
            case UNTRUSTED -> "nobody whom this one trusts has signed its certificate (galleryAccess.ca)";
            case OTHER_NAME -> "its certificate does not name it as gallery.advertised does";
            case OUT_OF_DATE -> "its certificate is out of date";
            case NOT_TLS -> "it speaks no TLS, although gallery.advertised says https";
            case OTHER -> "TLS with it fails";
        };
        if (!fault.equals(told.getAndSet(fault))) {
            log.error("Writes can't be forwarded to the replica at {}: {}.", address, fault, why);
        }
        return new UserError(
                503,
                "The replica that writes this part of the gallery can't be reached, since " + fault
                        + ": nothing was written.",
                why);
    }

    private static void relay(HttpResponse<byte[]> answer, Context ctx) {
        ctx.status(answer.statusCode());
        answer.headers().map().forEach((name, values) -> {
            if (!NOT_RELAYED.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> ctx.header(name, value));
            }
        });
        ctx.result(answer.body());
    }

    private static ReplicaMark.Request request(Context ctx) {
        return new ReplicaMark.Request(ctx.method().name(), ctx.req().getRequestURI(), ctx.header("Authorization"));
    }
}
