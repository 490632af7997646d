package dev.vigil.recognizer.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.recognizer.live.LiveFace;
import dev.vigil.recognizer.live.LiveFrame;
import dev.vigil.recognizer.live.LiveView;
import dev.vigil.recognizer.photo.InMemoryGallery;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.http.Access;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.KeyRing;
import dev.vigil.runtime.http.Principal;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Sessions;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.metric.Metrics;
import dev.vigil.vision.face.Box;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsoleRoutesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final EventRing recognitions = new EventRing(50, 20);
    private final EventRing alerts = new EventRing(50, 20);
    private final EventStream stream = new EventStream(new ConsoleConfig(50, 3, 20, Duration.ofSeconds(1)));
    private final LiveView live = new LiveView();
    private final InMemoryGallery gallery = new InMemoryGallery();
    private final Sessions sessions = new Sessions(Clock.systemUTC());
    private final KeyRing keys = new KeyRing();
    private final String viewer = KeyRing.newKey();
    private final String operator = KeyRing.newKey();
    private final Metrics metrics = new Metrics();
    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private HttpService service;

    @BeforeEach
    void start() {
        keys.add("viewer", viewer, Role.VIEWER).add("operator", operator, Role.OPERATOR);
        Access access = new Access(keys, sessions);
        service = HttpService.start(
                new HttpService.Settings("127.0.0.1", 0, 1_000_000),
                access,
                metrics,
                List.of(
                        new PageRoutes(),
                        new LoginRoutes(access),
                        new LiveRoutes(live),
                        new PeopleRoutes(gallery),
                        new EventRoutes(recognitions, alerts, stream, 50)),
                List.of());
    }

    @AfterEach
    void stop() {
        recognitions.close();
        alerts.close();
        stream.close();
        service.close();
        metrics.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path));
    }

    private HttpRequest.Builder asViewer(String path) {
        return request(path).header("Authorization", "Bearer " + viewer);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private JsonNode json(HttpRequest.Builder request) throws Exception {
        return Json.mapper().readTree(send(request).body());
    }

    private static FeedEvent event(String id, String camera, String decision) {
        return new FeedEvent(id, Instant.EPOCH, camera, decision, null, "{\"id\":\"" + id + "\"}");
    }

    /** A stream of events, read line by line. */
    private final class Stream implements AutoCloseable {
        private final HttpResponse<InputStream> response;
        private final BufferedReader lines;

        Stream(HttpRequest.Builder request) throws Exception {
            response = client.send(request.header("Accept", "text/event-stream").build(), BodyHandlers.ofInputStream());
            lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8));
        }

        /** The next line that begins so. */
        String next(String prefix) throws Exception {
            String line = lines.readLine();
            while (line != null && !line.startsWith(prefix)) {
                line = lines.readLine();
            }
            return String.valueOf(line);
        }

        @Override
        public void close() throws Exception {
            lines.close();
        }
    }

    @Test
    void nothingOfAnybodyIsShownWithoutALogin() throws Exception {
        for (String path : List.of(
                "/v1/recognitions",
                "/v1/alerts",
                "/v1/live",
                "/v1/live/door.jpg",
                "/v1/live/door/frame",
                "/v1/console/people",
                "/v1/console/people/p1",
                "/v1/session")) {
            assertThat(List.of(
                            send(request(path)).statusCode(),
                            send(request(path).header("Accept", "text/event-stream"))
                                    .statusCode(),
                            send(request(path).header("Cookie", "vigil_session=guessed"))
                                    .statusCode()))
                    .as(path)
                    .containsOnly(401);
        }
    }

    @Test
    void recognitionsAreListedNewestFirstByCameraAndDecision() throws Exception {
        recognitions.add(event("a", "door", "match"));
        recognitions.add(event("b", "yard", "unknown"));
        recognitions.add(event("c", "door", "unknown"));
        assertThat(json(asViewer("/v1/recognitions")))
                .extracting(e -> e.path("id").asText())
                .containsExactly("c", "b", "a");
        assertThat(json(asViewer("/v1/recognitions?limit=1"))).hasSize(1);
        assertThat(json(asViewer("/v1/recognitions?camera=door&decision=unknown")))
                .extracting(e -> e.path("id").asText())
                .containsExactly("c");
        assertThat(json(asViewer("/v1/alerts"))).isEmpty();
    }

    @Test
    void whatIsAskedWronglyIsOneSentence() throws Exception {
        HttpResponse<String> limit = send(asViewer("/v1/recognitions?limit=many"));
        assertThat(limit.statusCode()).isEqualTo(400);
        assertThat(limit.body()).contains("The limit is 'many': write a whole number from 0 to 50.");
        assertThat(send(asViewer("/v1/recognitions?limit=-1")).statusCode()).isEqualTo(400);
        HttpResponse<String> decision = send(asViewer("/v1/recognitions?decision=maybe"));
        assertThat(decision.statusCode()).isEqualTo(400);
        assertThat(decision.body()).contains("match, uncertain, unknown or ignored");
    }

    @Test
    void aStreamBeginsWithTheRecentAndGoesOnLive() throws Exception {
        recognitions.add(event("a", "door", "match"));
        recognitions.add(event("b", "door", "match"));
        try (Stream events = new Stream(asViewer("/v1/recognitions?recent=1"))) {
            assertThat(events.response.statusCode()).isEqualTo(200);
            assertThat(events.response.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/event-stream");
            assertThat(events.next("id:")).isEqualTo("id: b");
            assertThat(events.next("data:")).isEqualTo("data: {\"id\":\"b\"}");
            recognitions.add(event("c", "door", "match"));
            assertThat(events.next("id:")).isEqualTo("id: c");
            assertThat(events.next(":")).as("a heartbeat while nothing comes").isEqualTo(": alive");
        }
    }

    @Test
    void aStreamResumesAfterTheLastEventItHas() throws Exception {
        recognitions.add(event("a", "door", "match"));
        recognitions.add(event("b", "door", "match"));
        recognitions.add(event("c", "door", "match"));
        try (Stream events = new Stream(asViewer("/v1/recognitions").header("Last-Event-ID", "a"))) {
            assertThat(events.next("id:")).isEqualTo("id: b");
            assertThat(events.next("id:")).isEqualTo("id: c");
        }
        try (Stream events = new Stream(asViewer("/v1/recognitions?after=b"))) {
            assertThat(events.next("id:")).isEqualTo("id: c");
        }
    }

    @Test
    void aClientThatReadsNothingHoldsUpNobodyAndIsCutOff() throws Exception {
        String large = "{\"x\":\"" + "y".repeat(200_000) + "\"}";
        try (Socket deaf = new Socket(InetAddress.getLoopbackAddress(), service.port());
                Stream quick = new Stream(asViewer("/v1/recognitions"))) {
            deaf.setReceiveBufferSize(4096);
            deaf.getOutputStream()
                    .write(
                            ("GET /v1/recognitions HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nAuthorization: Bearer "
                                            + viewer + "\r\n\r\n")
                                    .getBytes(UTF_8));
            await().atMost(PATIENCE).until(() -> recognitions.listeners() == 2);
            for (int i = 0; recognitions.listeners() == 2; i++) {
                assertThat(i).as("events until the deaf one is cut off").isLessThan(400);
                recognitions.add(new FeedEvent("e" + i, Instant.EPOCH, "door", "match", null, large));
                assertThat(quick.next("id:")).isEqualTo("id: e" + i);
            }
            recognitions.add(event("last", "door", "match"));
            assertThat(quick.next("id:")).isEqualTo("id: last");
        }
    }

    @Test
    void oneClientTooManyIsToldToComeBack() throws Exception {
        try (Stream one = new Stream(asViewer("/v1/recognitions"));
                Stream two = new Stream(asViewer("/v1/alerts"));
                Stream three = new Stream(asViewer("/v1/recognitions"))) {
            assertThat(List.of(one, two, three))
                    .allSatisfy(open -> assertThat(open.response.statusCode()).isEqualTo(200));
            HttpResponse<String> fourth = send(asViewer("/v1/recognitions").header("Accept", "text/event-stream"));
            assertThat(fourth.statusCode()).isEqualTo(503);
            assertThat(fourth.body()).contains("Too many event streams are open");
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(recognitions.listeners()).isZero());
    }

    @Test
    void aCamerasLatestFrameIsShownWithItsOwnBoxes() throws Exception {
        assertThat(json(asViewer("/v1/live"))).isEmpty();
        assertThat(send(asViewer("/v1/live/door.jpg")).body()).contains("The camera 'door' is off or unknown");
        live.show(new LiveFrame(
                "door",
                "s1",
                7,
                Instant.EPOCH,
                Base64Bytes.of("jpeg".getBytes(UTF_8)),
                640,
                480,
                List.of(new LiveFace("door/s1/3/0", new Box(1, 2, 3, 4)))));
        assertThat(json(asViewer("/v1/live")).get(0).path("jpeg").isNull()).isTrue();
        HttpResponse<String> picture = send(asViewer("/v1/live/door.jpg"));
        assertThat(picture.body()).isEqualTo("jpeg");
        assertThat(picture.headers().firstValue("Content-Type")).contains("image/jpeg");
        JsonNode frame = json(asViewer("/v1/live/door/frame"));
        assertThat(frame.path("jpeg").asText()).isEqualTo("anBlZw==");
        assertThat(frame.path("faces").get(0).path("box").toString()).isEqualTo("[1.0,2.0,3.0,4.0]");
        String tag = picture.headers().firstValue("ETag").orElseThrow();
        assertThat(send(asViewer("/v1/live/door/frame").header("If-None-Match", tag))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void aLoginLinkServesOnceAndItsCookieIsKeptFromScriptsAndOtherSites() throws Exception {
        String link = "/login?ticket=" + sessions.ticketFor(new Principal("console", Role.ADMIN));
        HttpResponse<String> first = send(request(link));
        assertThat(first.statusCode()).isEqualTo(303);
        assertThat(first.headers().firstValue("Location")).contains("/");
        String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).startsWith("vigil_session=").contains("HttpOnly", "SameSite=Strict", "Path=/");
        String session = cookie.substring(0, cookie.indexOf(';'));
        assertThat(json(request("/v1/session").header("Cookie", session))
                        .path("role")
                        .asText())
                .isEqualTo("admin");
        HttpResponse<String> second = send(request(link));
        assertThat(second.headers().firstValue("Location")).contains("/?login=expired");
        assertThat(second.headers().firstValue("Set-Cookie")).isEmpty();
        HttpResponse<String> logout =
                send(request("/logout").header("Cookie", session).POST(BodyPublishers.noBody()));
        assertThat(logout.statusCode()).isEqualTo(204);
        assertThat(send(request("/v1/session").header("Cookie", session)).statusCode())
                .isEqualTo(401);
    }

    @Test
    void aKeyLogsInByFormAndByJsonAndAnythingElseDoesNot() throws Exception {
        HttpResponse<String> json = send(request("/login")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"key\":\"" + viewer + "\"}")));
        assertThat(json.statusCode()).isEqualTo(204);
        assertThat(json.headers().firstValue("Set-Cookie")).isPresent();
        HttpResponse<String> form = send(request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("key=" + viewer)));
        assertThat(form.statusCode()).isEqualTo(303);
        assertThat(form.headers().firstValue("Set-Cookie")).isPresent();
        HttpResponse<String> wrong = send(request("/login")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"key\":\"guess\"}")));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(send(request("/login")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(send(request("/login")
                                .header("Content-Type", "application/json")
                                .header("Sec-Fetch-Site", "cross-site")
                                .POST(BodyPublishers.ofString("{\"key\":\"" + viewer + "\"}")))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void thePageIsOpenToAllUnderAStrictPolicy() throws Exception {
        HttpResponse<String> page = send(request("/"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("style=", "onclick=", "http://", "https://");
        assertThat(send(request("/console/app.js"))
                        .headers()
                        .firstValue("Content-Type")
                        .orElseThrow())
                .startsWith("text/javascript");
        String tag = page.headers().firstValue("ETag").orElseThrow();
        assertThat(send(request("/").header("If-None-Match", tag)).statusCode()).isEqualTo(304);
        assertThat(send(request("/console/..%2f..%2fevent%2fAlert.class")).statusCode())
                .isIn(400, 404);
        assertThat(send(request("/console/Console.class")).statusCode()).isEqualTo(404);
    }

    @Test
    void peopleAreShownWithoutTheirEmbeddingsAndErasedByAnOperatorOnly() throws Exception {
        gallery.put("p1", NewPerson.named("Anna"));
        Embedding embedding = Embedding.normalised(new float[] {1, 2});
        gallery.enrol("p1", new NewFace("m", embedding, "s", .5f, Base64Bytes.of(new byte[] {1})));
        assertThat(json(asViewer("/v1/console/people")).toString()).isEqualTo("[{\"id\":\"p1\",\"name\":\"Anna\"}]");
        String person = send(asViewer("/v1/console/people/p1")).body();
        assertThat(person).contains("\"crop\":\"AQ==\"").doesNotContain(embedding.toBase64());
        assertThat(send(asViewer("/v1/console/people/p1").DELETE()).statusCode())
                .isEqualTo(403);
        assertThat(send(request("/v1/console/people/p1")
                                .header("Authorization", "Bearer " + operator)
                                .DELETE())
                        .statusCode())
                .isEqualTo(204);
        assertThat(gallery.people()).isEmpty();
        assertThat(send(asViewer("/v1/console/people/p1")).statusCode()).isEqualTo(404);
    }
}
