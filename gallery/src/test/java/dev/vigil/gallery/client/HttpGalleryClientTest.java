package dev.vigil.gallery.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vigil.gallery.event.Person;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against a server that answers what a test tells it to. */
class HttpGalleryClientTest {
    private static final String ANN = """
            {"id":"ann","name":"Ann","note":"","watchlists":[],"ignored":false,"consent":null,\
            "createdAt":"2026-11-24T06:00:00Z","updatedAt":"2026-11-24T06:00:00Z","version":1,"new":"field"}""";

    private final Queue<Answer> answers = new ArrayDeque<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private HttpServer server;
    private HttpGalleryClient client;

    private record Answer(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
        client = client(Duration.ofSeconds(5));
    }

    @AfterEach
    void stop() {
        ended.countDown();
        server.stop(0);
    }

    private HttpGalleryClient client(Duration timeout) {
        return new HttpGalleryClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), "k", timeout);
    }

    private void answer(HttpExchange exchange) throws IOException {
        keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization"));
        exchange.getRequestBody().readAllBytes();
        Answer answer = answers.poll();
        if (answer == null) {
            exchange.close();
            return;
        }
        byte[] body = answer.body().getBytes(UTF_8);
        if (answer.status() == 0) { // headers, and then nothing more until the test has ended
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().flush();
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void willAnswer(int status, String body) {
        answers.add(new Answer(status, body));
    }

    @Test
    void whatIsAskedTwiceWithoutHarmIsAskedAgainWhileTheGalleryIsAway() {
        willAnswer(503, "{\"status\":503,\"detail\":\"still reading\"}");
        willAnswer(200, ANN);
        assertThat(client.person("ann")).map(Person::name).contains("Ann");
        assertThat(asked).containsExactly("GET /v1/people/ann Bearer k", "GET /v1/people/ann Bearer k");
    }

    @Test
    void itGivesUpAfterThreeTries() {
        for (int i = 0; i < 5; i++) {
            willAnswer(503, "{\"status\":503,\"detail\":\"The gallery is still reading its log.\"}");
        }
        assertThatThrownBy(() -> client.put("ann", NewPerson.named("Ann")))
                .isInstanceOf(GalleryAwayException.class)
                .hasMessage("The gallery is still reading its log.");
        assertThat(asked).hasSize(3);
    }

    @Test
    void aNewPersonIsCreatedOnceHoweverOftenItIsAsked() {
        willAnswer(503, "");
        willAnswer(201, ANN);
        willAnswer(201, ANN);
        assertThat(client.create(NewPerson.named("Ann")).id()).isEqualTo("ann");
        client.create(NewPerson.named("Ann"));
        assertThat(keys).hasSize(3).doesNotContain("null");
        assertThat(keys.get(1)).as("the same request").isEqualTo(keys.get(0));
        assertThat(keys.get(2)).as("another request").isNotEqualTo(keys.get(0));
    }

    @Test
    void whoeverAsksTooMuchWaitsAsIfTheGalleryWereAway() {
        willAnswer(429, "{\"status\":429,\"detail\":\"Come again in 1 s.\"}");
        willAnswer(200, ANN);
        assertThat(client.person("ann")).isPresent();
    }

    @Test
    void aRefusalIsToldInTheGallerysWordsAndNotRepeated() {
        willAnswer(
                422,
                "{\"title\":\"Unprocessable\",\"status\":422,\"detail\":\"Wrong dimension.\",\"type\":\"about:blank\"}");
        Probes probes = new Probes("m", 1, List.of(Embedding.normalised(new float[] {1, 0})));
        assertThatThrownBy(() -> client.identify(probes))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.status()).isEqualTo(422))
                .hasMessage("Wrong dimension.");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aPersonWhoIsNotThereIsEmptyAndAnythingElseMissingIsAnError() {
        willAnswer(404, "{\"status\":404,\"detail\":\"There is no person 'x'.\"}");
        willAnswer(404, "{\"status\":404,\"detail\":\"There is no person 'x'.\"}");
        assertThat(client.person("x")).isEmpty();
        assertThatThrownBy(() -> client.erase("x"))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.status()).isEqualTo(404));
    }

    @Test
    void aRemovalWhoseAnswerWasLostCounts() {
        willAnswer(502, "");
        willAnswer(404, "{\"status\":404,\"detail\":\"There is no person 'x'.\"}");
        client.erase("x");
        assertThat(asked).hasSize(2);
    }

    @Test
    void everyPageIsRead() {
        willAnswer(200, "{\"people\":[" + ANN + "],\"next\":\"ann\"}");
        willAnswer(200, "{\"people\":[" + ANN.replace("\"ann\"", "\"bob\"") + "],\"next\":null}");
        assertThat(client.people()).extracting(Person::id).containsExactly("ann", "bob");
        assertThat(asked).last().isEqualTo("GET /v1/people?limit=1000&after=ann Bearer k");
    }

    @Test
    void aNameIsEncoded() {
        willAnswer(200, "{\"people\":[],\"next\":null}");
        assertThat(client.peopleNamed("Ann & Böb+1")).isEmpty();
        assertThat(asked).containsExactly("GET /v1/people?limit=1000&name=Ann%20%26%20B%C3%B6b%2B1 Bearer k");
    }

    @Test
    void anAnswerThatStopsHalfWayIsGivenUpInTime() {
        for (int i = 0; i < 3; i++) {
            willAnswer(0, "");
        }
        HttpGalleryClient hasty = client(Duration.ofMillis(300));
        assertThatThrownBy(() -> hasty.person("ann"))
                .isInstanceOf(GalleryAwayException.class)
                .hasMessageContaining("within 300 ms");
    }

    @Test
    void aPortWhereNobodyListensIsAway() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        HttpGalleryClient lonely =
                new HttpGalleryClient(URI.create("http://127.0.0.1:" + free), "k", Duration.ofSeconds(2));
        assertThatThrownBy(lonely::people)
                .isInstanceOf(GalleryAwayException.class)
                .hasMessageContaining("does not answer");
    }

    @Test
    void somethingElseThanAGalleryIsAway() {
        Collections.addAll(answers, new Answer(200, "<html>hello</html>"));
        assertThatThrownBy(() -> client.person("ann"))
                .isInstanceOf(GalleryAwayException.class)
                .hasMessageContaining("not a gallery's");
    }
}
