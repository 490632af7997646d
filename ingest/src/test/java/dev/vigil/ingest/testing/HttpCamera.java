package dev.vigil.ingest.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real HTTP server that answers as a camera does, as a test tells it to. Each connection has a thread. */
public final class HttpCamera implements AutoCloseable {
    private final ServerSocket server;
    private final Answer answer;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** What it answers; an exception ends the connection. */
    @FunctionalInterface
    public interface Answer {
        /** Writes an answer; returns whether the connection stays. */
        boolean to(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    /** What was asked: the target, and the headers by name in lower case. */
    public record Request(String target, Map<String, String> headers, int connection) {}

    /** Listens at once. */
    public HttpCamera(Answer answer) throws IOException {
        this.server = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
        this.answer = answer;
        Thread accepting = new Thread(this::accept, "http-camera");
        accepting.setDaemon(true);
        accepting.start();
    }

    /** Its address with this path, and {@code user:password@} before its host where that is not empty. */
    public String url(String credentials, String path) {
        return "http://" + credentials + "127.0.0.1:" + server.getLocalPort() + path;
    }

    /** Everything that was asked so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** The head of an answer. */
    public static void head(OutputStream out, String status, String... headers) throws IOException {
        text(out, "HTTP/1.1 " + status + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n");
    }

    /** Text as it is. */
    public static void text(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(US_ASCII));
        out.flush();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread thread = new Thread(() -> serve(socket, sockets.size()), "http-camera-connection");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket, int connection) {
        try (socket) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            boolean stays = true;
            for (String line = in.readLine(); stays && line != null; line = stays ? in.readLine() : null) {
                String target = line.split(" ", -1)[1];
                Map<String, String> headers = new HashMap<>();
                for (String header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {
                    String[] parts = header.split(":", 2);
                    headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].trim());
                }
                Request request = new Request(target, headers, connection);
                requests.add(request);
                stays = answer.to(request, socket.getOutputStream());
            }
        } catch (IOException e) {
            // the other side has hung up
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
