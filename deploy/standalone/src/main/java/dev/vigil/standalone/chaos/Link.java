package dev.vigil.standalone.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A TCP proxy on the loopback address that can be slow or cut. Thread-safe. */
final class Link implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Link.class);
    private static final int CHUNK = 8 * 1024;
    private static final long THAW = TimeUnit.MILLISECONDS.toNanos(50);

    private final ServerSocket door;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile int bytesPerSecond;
    private volatile boolean frozen;

    /** Leads from a free port to {@code target}. */
    Link(int target) {
        this.target = target;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("No free port was found.", e);
        }
        daemon("vigil-link-" + target, this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Breaks all connections, and new ones at once, until {@link #heal}. */
    void cut() {
        cut = true;
        open.forEach(Link::shut);
    }

    /** Lets so many bytes through a second, on each connection and in each direction. */
    void slow(int bytes) {
        bytesPerSecond = bytes;
    }

    /** Keeps all connections open, and lets nothing through. */
    void freeze() {
        frozen = true;
    }

    /** As a good network. */
    void heal() {
        cut = false;
        frozen = false;
        bytesPerSecond = 0;
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            log.debug("A closed door", e);
        }
        open.forEach(Link::shut);
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                connect(door.accept());
            } catch (IOException e) {
                log.debug("A connection that failed", e); // the client sees it, and tries again
            }
        }
    }

    private void connect(Socket client) throws IOException {
        if (cut) {
            client.close();
            return;
        }
        open.add(client);
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            forget(client);
            throw e;
        }
        open.add(server);
        daemon("vigil-link-out", () -> pump(client, server));
        daemon("vigil-link-in", () -> pump(server, client));
    }

    private void pump(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                int rate = bytesPerSecond;
                if (rate > 0) {
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) * count / rate);
                }
                while (frozen && !from.isClosed()) {
                    LockSupport.parkNanos(THAW);
                }
                out.write(chunk, 0, count);
            }
        } catch (IOException e) {
            log.debug("A connection that broke", e); // both ends see it
        } finally {
            forget(from);
            forget(to);
        }
    }

    private void forget(Socket socket) {
        open.remove(socket);
        shut(socket);
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("A closed connection", e);
        }
    }
}
