package dev.vigil.recognizer.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody who is told, over real HTTP: answers 200, or what was asked of it for the next requests. */
final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final Deque<Integer> answers = new ArrayDeque<>();
    final List<Request> requests = new CopyOnWriteArrayList<>();

    record Request(String id, long timestamp, String signature, String type, String body, int answer) {}

    private Receiver(HttpServer server) {
        this.server = server;
        server.createContext("/", this::take);
        server.start();
    }

    static Receiver start() throws IOException {
        return new Receiver(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    synchronized void answerNext(int... statuses) {
        for (int status : statuses) {
            answers.add(status);
        }
    }

    private synchronized int next() {
        return answers.isEmpty() ? 200 : answers.remove();
    }

    private void take(HttpExchange exchange) throws IOException {
        int answer = next();
        requests.add(new Request(
                exchange.getRequestHeaders().getFirst("webhook-id"),
                Long.parseLong(exchange.getRequestHeaders().getFirst("webhook-timestamp")),
                exchange.getRequestHeaders().getFirst("webhook-signature"),
                exchange.getRequestHeaders().getFirst("ce-type"),
                new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8),
                answer));
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
    }

    List<String> taken() {
        return requests.stream().filter(r -> r.answer() == 200).map(Request::id).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
