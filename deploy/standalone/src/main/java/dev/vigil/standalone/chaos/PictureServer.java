package dev.vigil.standalone.chaos;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vigil.standalone.command.ClipFrames;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Network cameras that show a clip over and over as MJPEG: live, without a time of their own, so that frames that are late are
 * skipped. Thread-safe.
 */
final class PictureServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PictureServer.class);
    private static final String BOUNDARY = "picture";
    private static final int MOST_PICTURES = 300;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "vigil-pictures");
        thread.setDaemon(true);
        return thread;
    });

    private PictureServer(HttpServer server) {
        this.server = server;
    }

    /** Serves the first minute of {@code clip} under every path, {@code rate} pictures a second. */
    static PictureServer start(Path clip, int rate) {
        Duration pause = Duration.ofSeconds(1).dividedBy(rate);
        List<byte[]> pictures = new ArrayList<>();
        ClipFrames.show(clip, pause, (number, at, jpeg) -> {
            if (pictures.size() < MOST_PICTURES) {
                pictures.add(jpeg);
            }
        });
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            PictureServer started = new PictureServer(server);
            server.setExecutor(started.threads);
            server.createContext("/", exchange -> stream(exchange, pictures, pause));
            server.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("No server can be started.", e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void stream(HttpExchange exchange, List<byte[]> pictures, Duration pause) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "multipart/x-mixed-replace; boundary=" + BOUNDARY);
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            long due = System.nanoTime();
            for (int i = 0; !Thread.currentThread().isInterrupted(); i = (i + 1) % pictures.size()) {
                byte[] picture = pictures.get(i);
                String head = "--" + BOUNDARY + "\r\nContent-Type: image/jpeg\r\nContent-Length: " + picture.length
                        + "\r\n\r\n";
                out.write(head.getBytes(US_ASCII));
                out.write(picture);
                out.write("\r\n".getBytes(US_ASCII));
                out.flush();
                due += pause.toNanos();
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
                }
            }
        } catch (IOException e) {
            log.debug("Who looked is gone", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
