package dev.vigil.recognizer.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.error.UserError;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes subscriptions as server-sent events (WHATWG HTML §9.2), each from a thread of its own, so that a slow client holds up
 * nobody. As many clients as threads; one more is told to come back. Thread-safe.
 */
final class EventStream implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventStream.class);
    private static final byte[] HEARTBEAT = ": alive\n\n".getBytes(UTF_8);
    private static final byte[] RETRY = "retry: 2000\n\n".getBytes(UTF_8);

    private final Duration heartbeat;
    private final ThreadPoolExecutor writers;

    EventStream(ConsoleConfig config) {
        this.heartbeat = config.heartbeat();
        AtomicInteger number = new AtomicInteger();
        this.writers =
                new ThreadPoolExecutor(0, config.clients(), 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "vigil-console-client-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Whether the request asks for a stream. */
    static boolean wanted(Context ctx) {
        return Optional.ofNullable(ctx.header("Accept")).orElse("").contains("text/event-stream");
    }

    /**
     * Answers the request with a stream that lasts until either side ends it.
     *
     * @throws UserError with 503 where too many are open
     */
    void open(Context ctx, Supplier<Subscription> subscribe) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Subscription subscription = subscribe.get();
        ctx.future(() -> {
            ctx.req().getAsyncContext().setTimeout(0);
            try {
                writers.execute(() -> serve(ctx.res(), subscription, done));
            } catch (RejectedExecutionException e) {
                subscription.close();
                throw new UserError(503, "Too many event streams are open: close one, or try again later.", e);
            }
            return done;
        });
    }

    private void serve(HttpServletResponse response, Subscription subscription, CompletableFuture<Void> done) {
        try (subscription) {
            begin(response);
            OutputStream out = response.getOutputStream();
            out.write(RETRY);
            out.flush();
            while (!subscription.over()) {
                Optional<FeedEvent> event = subscription.next(heartbeat);
                out.write(event.map(EventStream::encode).orElse(HEARTBEAT));
                out.flush();
            }
        } catch (IOException e) {
            log.debug("A client of the console is gone: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            done.complete(null);
        }
    }

    private static void begin(HttpServletResponse response) {
        response.setStatus(200);
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no"); // nginx would hold the events back
    }

    private static byte[] encode(FeedEvent event) {
        boolean plain = event.id().chars().noneMatch(c -> c == '\n' || c == '\r' || c == 0);
        return ((plain ? "id: " + event.id() + "\n" : "") + "data: " + event.json() + "\n\n").getBytes(UTF_8);
    }

    /** Ends the writers. Close the subscriptions first, so that they have nothing to wait for. */
    @Override
    public void close() {
        writers.shutdownNow();
    }
}
