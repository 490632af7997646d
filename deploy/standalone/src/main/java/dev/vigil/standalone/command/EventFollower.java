package dev.vigil.standalone.command;

import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.tls.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Follows the server-sent events (WHATWG HTML §9.2) of {@code /v1/recognitions} and {@code /v1/alerts}. A lost connection is made
 * again from the last event on, so that nothing is missed that the server still holds. {@link #next} is for one thread.
 */
final class EventFollower implements AutoCloseable {
    private static final Duration BACK_OFF = Duration.ofSeconds(2);
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final HttpClient http;
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>(1_000);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final URI server;
    private final String key;
    private final int recent;
    private final Consumer<String> say;
    private final List<Thread> threads;

    /** What sort of event. */
    enum Kind {
        RECOGNITION("/v1/recognitions"),
        ALERT("/v1/alerts");

        private final String path;

        Kind(String path) {
            this.path = path;
        }
    }

    private sealed interface Item {}

    /** One event, as the server wrote it. */
    record Event(Kind kind, String json) implements Item {}

    private record Refused(RuntimeException why) implements Item {}

    /**
     * Begins to follow both; {@code say} hears of lost connections.
     *
     * @param server as {@code http://127.0.0.1:8080}
     * @param recent how many of the latest events come first
     */
    EventFollower(URI server, String key, Trust trust, int recent, Consumer<String> say) {
        this.http = trust.apply(HttpClient.newBuilder())
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        this.recent = recent;
        this.server = server;
        this.key = key;
        this.say = say;
        this.threads = Stream.of(Kind.values()).map(this::begin).toList();
    }

    /**
     * The next event; waits for it.
     *
     * @throws UserError if the server refuses the key
     * @throws FailedException if there was no server from the start
     */
    Event next() throws InterruptedException {
        Item item = queue.take();
        if (item instanceof Refused refused) {
            throw refused.why;
        }
        return (Event) item;
    }

    @Override
    public void close() {
        closed.countDown();
        threads.forEach(Thread::interrupt);
    }

    private Thread begin(Kind kind) {
        Thread thread = new Thread(() -> follow(kind), "vigil-watch-" + kind.path);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void follow(Kind kind) {
        StreamPosition position = new StreamPosition();
        try {
            do {
                connect(kind, position);
            } while (!closed.await(BACK_OFF.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (UserError | FailedException e) {
            queue.offer(new Refused(e));
        }
    }

    private void connect(Kind kind, StreamPosition position) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(kind.path + "?recent=" + recent))
                .header("Authorization", "Bearer " + key)
                .header("Accept", "text/event-stream");
        if (position.lastId != null) {
            request.header("Last-Event-ID", position.lastId);
        }
        try {
            HttpResponse<Stream<String>> response = http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                if (response.statusCode() != 200) {
                    throw refusal(response.statusCode());
                }
                position.connectedOnce = true;
                read(kind, position, lines);
            }
            say.accept("the connection for " + kind.path + " ended; connecting again");
        } catch (IOException | UncheckedIOException e) {
            if (!position.connectedOnce && e instanceof SSLException) {
                throw new UserError(
                        400,
                        "The certificate of " + server + " is not accepted (" + e.getMessage()
                                + "): name the authority that signed it with --ca FILE.",
                        e);
            }
            if (!position.connectedOnce) {
                throw new FailedException(
                        "Nothing answers at " + server + ": start a quickstart, or name another with --server URL.", e);
            }
            if (closed.getCount() > 0) {
                say.accept("the connection for " + kind.path + " was lost; connecting again");
            }
        }
    }

    private void read(Kind kind, StreamPosition position, Stream<String> lines) throws InterruptedException {
        StringBuilder data = new StringBuilder();
        for (String line : (Iterable<String>) lines::iterator) {
            if (line.startsWith("data:")) {
                data.append(line.substring(5).strip());
            } else if (line.startsWith("id:")) {
                position.lastId = line.substring(3).strip();
            } else if (line.isEmpty() && !data.isEmpty()) {
                queue.put(new Event(kind, data.toString()));
                data.setLength(0);
            }
        }
    }

    private RuntimeException refusal(int status) {
        return switch (status) {
            case 401, 403 ->
                new UserError(
                        status, "The key is not accepted at " + server + ": give another with --key or VIGIL_KEY.");
            case 404 ->
                new UserError(
                        404,
                        server
                                + " has no recognitions to follow: name a recognizer or a quickstart with --server URL.");
            default -> new FailedException(server + " answered with status " + status + ".");
        };
    }

    /** How far one of the streams has been read. */
    private static final class StreamPosition {
        private @Nullable String lastId;
        private boolean connectedOnce;
    }
}
