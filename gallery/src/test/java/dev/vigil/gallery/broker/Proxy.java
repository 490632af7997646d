package dev.vigil.gallery.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP relay whose answers can be held back: what is asked arrives, what is answered doesn't. */
public final class Proxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private boolean frozen; // guarded by this

    private Proxy(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** Relays a free port to {@code target} on this machine. */
    public static Proxy to(int target) {
        try {
            Proxy proxy = new Proxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
            daemon(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** Holds every answer back from now on. */
    public synchronized void freezeAnswers() {
        frozen = true;
    }

    /** Lets them go. */
    public synchronized void thaw() {
        frozen = false;
        notifyAll();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                sockets.add(client);
                try {
                    Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
                    sockets.add(broker);
                    daemon(() -> pump(client, broker, false));
                    daemon(() -> pump(broker, client, true));
                } catch (IOException e) {
                    client.close(); // the broker is not there: the client sees a connection that ends
                }
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[64 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (answers) {
                    awaitThaw();
                }
                out.write(buffer, 0, n);
            }
        } catch (IOException e) {
            sockets.remove(from); // one of the two has hung up: so does the relay
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitThaw() throws InterruptedException {
        while (frozen) {
            wait();
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "test-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
