package dev.vigil.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.metric.Metrics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpServiceTest {
    private final KeyRing keys = new KeyRing();
    private final Sessions sessions = new Sessions(Clock.systemUTC());
    private final Metrics metrics = new Metrics();
    private final AtomicReference<Optional<String>> awaited = new AtomicReference<>(Optional.empty());
    private final List<AccessListener.Refusal> refusals = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpService service;
    private String viewer;

    @BeforeEach
    void start() {
        viewer = KeyRing.newKey();
        keys.add("a-viewer", viewer, Role.VIEWER);
        Routes routes = r -> {
            r.get("/v1/who", ctx -> ctx.json(HttpService.principal(ctx)), Role.VIEWER);
            r.get("/v1/nobodys", ctx -> ctx.result("secret"));
            r.get("/v1/people/{id}", ctx -> ctx.result("somebody"), Role.OPERATOR);
            r.post("/v1/people", ctx -> ctx.result("made"), Role.OPERATOR);
            r.post("/v1/body", ctx -> ctx.result(ctx.body()), Role.VIEWER);
            r.get(
                    "/v1/refused",
                    ctx -> {
                        throw new UserError(422, "Too small.");
                    },
                    Role.VIEWER);
            r.get(
                    "/v1/broken",
                    ctx -> {
                        throw new IllegalStateException("inner secret");
                    },
                    Role.VIEWER);
        };
        service = start(0, routes);
    }

    private HttpService start(int port, Routes routes) {
        return HttpService.start(
                new HttpService.Settings("127.0.0.1", port, 1000),
                new Access(keys, sessions).withListener(refusals::add),
                metrics,
                List.of(routes),
                List.of(awaited::get));
    }

    @AfterEach
    void stop() {
        service.close();
        metrics.close();
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, "", "Authorization", "Bearer " + viewer);
    }

    @Test
    void probesNeedNoKeyAndEverythingElseDoes() throws Exception {
        assertThat(send("GET", "/live", "").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/ready", "").statusCode()).isEqualTo(200);
        HttpResponse<String> refused = send("GET", "/v1/who", "");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(send("GET", "/metrics", "").statusCode()).isEqualTo(401);
        assertThat(send("GET", "/v1/who", "", "Authorization", "Bearer wrong"))
                .returns(401, HttpResponse::statusCode)
                .satisfies(wrong -> assertThat(wrong.body()).contains("not known here"));
        assertThat(send("GET", "/v1/who", "", "Authorization", "Basic " + viewer)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void theRoleDecides() throws Exception {
        assertThat(Json.mapper().readTree(get("/v1/who").body()).path("id").asText())
                .isEqualTo("a-viewer");
        HttpResponse<String> refused = send("POST", "/v1/people", "", "Authorization", "Bearer " + viewer);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("needs the role operator; the key has viewer");
        assertThat(get("/v1/nobodys").statusCode())
                .as("a route without a role is the administrator's")
                .isEqualTo(403);
    }

    @Test
    void theListenerHearsWhoWasRefusedWhatAndNeverWhom() throws Exception {
        assertThat(send("GET", "/v1/people/ann", "").statusCode()).isEqualTo(401);
        assertThat(get("/v1/people/ann").statusCode()).isEqualTo(403);
        assertThat(get("/v1/who").statusCode()).isEqualTo(200);
        assertThat(refusals)
                .containsExactly(
                        new AccessListener.Refusal(Principal.NOBODY, "GET", "/v1/people/{id}", 401, "127.0.0.1"),
                        new AccessListener.Refusal(
                                new Principal("a-viewer", Role.VIEWER), "GET", "/v1/people/{id}", 403, "127.0.0.1"));
    }

    @Test
    void notReadySaysWhatIsAwaited() throws Exception {
        awaited.set(Optional.of("The log is being read."));
        HttpResponse<String> response = send("GET", "/ready", "");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("The log is being read.");
    }

    @Test
    void errorsAreProblemsAndTellNoInternals() throws Exception {
        JsonNode refused = Json.mapper().readTree(get("/v1/refused").body());
        assertThat(refused.path("status").asInt()).isEqualTo(422);
        assertThat(refused.path("detail").asText()).isEqualTo("Too small.");
        assertThat(refused.path("instance").asText()).isEqualTo("/v1/refused");
        HttpResponse<String> broken = get("/v1/broken");
        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(broken.body()).doesNotContain("inner secret");
        assertThat(get("/v1/nothing").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/v1/who", "", "Authorization", "Bearer " + viewer)
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void aBodyOverTheLimitIsRefused() throws Exception {
        HttpResponse<String> response = send("POST", "/v1/body", "x".repeat(2000), "Authorization", "Bearer " + viewer);
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void aSessionCookieServesAndIsRefusedFromAnotherOrigin() throws Exception {
        String ticket = sessions.ticketFor(new Principal("console", Role.VIEWER));
        String session = sessions.redeem(ticket).orElseThrow();
        assertThat(sessions.redeem(ticket)).as("a ticket serves once").isEmpty();
        String cookie = Sessions.COOKIE + "=" + session;
        assertThat(send("GET", "/v1/who", "", "Cookie", cookie).statusCode()).isEqualTo(200);
        assertThat(send("GET", "/v1/who", "", "Cookie", cookie, "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(401);
        sessions.close(session);
        assertThat(send("GET", "/v1/who", "", "Cookie", cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void metricsAreInPrometheusFormat() throws Exception {
        metrics.registry().counter("vigil.things", "camera", "door").increment();
        assertThat(get("/metrics").body()).contains("vigil_things_total{camera=\"door\"} 1.0", "jvm_memory_used_bytes");
    }

    @Test
    void aPortInUseIsOneSentence() {
        assertThatThrownBy(() -> start(service.port(), r -> {}))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("Port " + service.port() + " of 127.0.0.1 is in use");
    }
}
