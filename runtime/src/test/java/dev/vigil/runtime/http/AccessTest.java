package dev.vigil.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.runtime.metric.Metrics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-24T08:00:00Z"));
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    };
    private final String operator = KeyRing.newKey();
    private final String photosOnly = Credential.newKey("photos_only");
    private final KeyRing keys = new KeyRing()
            .add("ops", operator, Role.OPERATOR)
            .add(
                    Credential.hash(photosOnly),
                    new Principal("photos_only", Role.OPERATOR, Set.of(Scope.PHOTOS, Scope.METRICS)));
    private final Sessions sessions = new Sessions(clock);
    private final AtomicReference<Verdict> others = new AtomicReference<>(Authenticator.NOT_OURS);
    private final List<AccessListener.Refusal> refusals = new CopyOnWriteArrayList<>();
    private final Metrics metrics = new Metrics();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Access access = new Access(Authenticator.firstOf(List.of(keys, credential -> others.get())), sessions)
            .with(new Lockout(3, Duration.ofMinutes(1), clock), new ClientAddresses(List.of("127.0.0.0/8")))
            .withListener(refusals::add);
    private final HttpService service = HttpService.start(
            new HttpService.Settings("127.0.0.1", 0, 1000),
            access,
            metrics,
            List.of(routes -> {
                routes.get("/v1/people/{id}", ctx -> ctx.result("somebody"), Role.VIEWER);
                routes.post("/v1/photos/faces", ctx -> ctx.result("faces"), Role.VIEWER);
                routes.get("/v1/session", ctx -> ctx.json(HttpService.principal(ctx)), Role.VIEWER);
                routes.get("/v1/odd", ctx -> ctx.result("odd"), Role.VIEWER);
                routes.get("/v1/where", ctx -> ctx.result(HttpService.address(ctx)), Role.ANYONE);
                routes.post(
                        "/login",
                        ctx -> ctx.result(access().login(ctx, String.valueOf(ctx.queryParam("key")))),
                        Role.ANYONE);
            }),
            List.of());

    private Access access() {
        return access;
    }

    @AfterEach
    void stop() {
        service.close();
        metrics.close();
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String key) throws Exception {
        return send("GET", path, "Authorization", "Bearer " + key);
    }

    @Test
    void scopesNarrowWhatTheRolePermits() throws Exception {
        assertThat(send("POST", "/v1/photos/faces", "Authorization", "bearer " + photosOnly)
                        .statusCode())
                .isEqualTo(200);
        assertThat(get("/metrics", photosOnly).statusCode()).isEqualTo(200);
        assertThat(get("/v1/session", photosOnly).body()).contains("photos_only");
        HttpResponse<String> refused = get("/v1/people/ann", photosOnly);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("This needs a key for people; this one is for photos, metrics.");
        assertThat(get("/v1/odd", photosOnly))
                .as("what lies under no scope is closed to a key with scopes")
                .returns(403, HttpResponse::statusCode)
                .satisfies(odd -> assertThat(odd.body()).contains("needs a key without scopes"));
        assertThat(get("/v1/odd", operator).statusCode()).isEqualTo(200);
        assertThat(refusals).extracting(AccessListener.Refusal::route).containsExactly("/v1/people/{id}", "/v1/odd");
    }

    @Test
    void tooManyWrongKeysFromOneAddressAreNotLookedAtAnyMore() throws Exception {
        assertThat(get("/v1/people/a", operator).statusCode()).isEqualTo(200);
        for (int i = 0; i < 3; i++) {
            assertThat(get("/v1/people/a", KeyRing.newKey()).statusCode()).isEqualTo(401);
            now.updateAndGet(t -> t.plusSeconds(10));
        }
        HttpResponse<String> locked = get("/v1/people/a", photosOnly);
        assertThat(locked.statusCode())
                .as("a right key too, for it could be a guess")
                .isEqualTo(429);
        assertThat(locked.headers().firstValue("Retry-After")).contains("30");
        assertThat(get("/v1/people/a", operator).statusCode())
                .as("what was accepted from there before goes on")
                .isEqualTo(200);
        assertThat(send("GET", "/live").statusCode()).isEqualTo(200);
        assertThat(send("POST", "/login?key=" + operator).statusCode()).isEqualTo(200);
        assertThat(send("POST", "/login?key=" + photosOnly).statusCode()).isEqualTo(429);
        assertThat(send("GET", "/v1/people/a", "Authorization", "Bearer " + photosOnly, "X-Forwarded-For", "192.0.2.9")
                        .statusCode())
                .as("another address is not locked out")
                .isEqualTo(403);
        now.updateAndGet(t -> t.plusSeconds(31));
        assertThat(get("/metrics", photosOnly).statusCode()).isEqualTo(200);
        assertThat(refusals).extracting(AccessListener.Refusal::status).containsExactly(401, 401, 401, 429, 429, 403);
    }

    @Test
    void wrongLoginsCountToo() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(send("POST", "/login?key=guess" + i).statusCode()).isEqualTo(401);
        }
        assertThat(send("POST", "/login?key=" + operator).statusCode()).isEqualTo(429);
    }

    @Test
    void aSessionEndsWithTheKeyThatOpenedIt() throws Exception {
        others.set(new Verdict.Known(new Principal("visitor", Role.VIEWER)));
        String cookie =
                Sessions.COOKIE + "=" + send("POST", "/login?key=visitors").body();
        assertThat(send("GET", "/v1/session", "Cookie", cookie).body()).contains("visitor");
        others.set(new Verdict.Undecided("The gallery does not answer."));
        assertThat(send("GET", "/v1/session", "Cookie", cookie).statusCode()).isEqualTo(503);
        others.set(new Verdict.Unknown("The key 'visitor' has been revoked."));
        assertThat(send("GET", "/v1/session", "Cookie", cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void whatCantBeToldIsA503AndNoWrongKey() throws Exception {
        others.set(new Verdict.Undecided("The gallery does not answer: try again in a moment."));
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> away = get("/v1/people/a", Credential.newKey("new"));
            assertThat(away.statusCode()).isEqualTo(503);
            assertThat(away.body()).contains("The gallery does not answer");
        }
        assertThat(get("/v1/people/a", operator).statusCode())
                .as("the configuration's keys always work")
                .isEqualTo(200);
        assertThat(refusals).isEmpty();
    }

    @Test
    void whoeverHasNoRoleIsTold() throws Exception {
        others.set(new Verdict.Known(new Principal("sub-1", Role.ANYONE)));
        HttpResponse<String> refused = get("/v1/people/a", "token");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("nobody has given 'sub-1' one");
    }

    @Test
    void aProxysHeaderCountsFromTheRightAndOnlyFromATrustedOne() throws Exception {
        assertThat(send("GET", "/v1/where").body()).isEqualTo("127.0.0.1");
        assertThat(send("GET", "/v1/where", "X-Forwarded-For", "198.51.100.1, 192.0.2.7, 127.0.0.9")
                        .body())
                .as("what is left of the client is its own claim")
                .isEqualTo("192.0.2.7");
        assertThat(send("GET", "/v1/where", "X-Forwarded-For", "[2001:db8::1]:443")
                        .body())
                .isEqualTo("2001:db8::1");
        assertThat(send("GET", "/v1/where", "X-Forwarded-For", "192.0.2.7:1234").body())
                .isEqualTo("192.0.2.7");
        assertThat(send("GET", "/v1/where", "X-Forwarded-For", "example.org").body())
                .isEqualTo("127.0.0.1");
    }
}
