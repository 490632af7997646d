package dev.vigil.gallery.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.gallery.access.KeyMirror;
import dev.vigil.gallery.broker.TestBroker;
import dev.vigil.gallery.broker.TopicReader;
import dev.vigil.gallery.client.KeysClient;
import dev.vigil.gallery.client.KeysClient.KeyView;
import dev.vigil.gallery.client.KeysClient.NewKey;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.Credential;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Verdict;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.tls.Trust;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** API keys of the changed topic, at a gallery, at its second replica, and at a service that asks it. */
class KeysIT {
    @TempDir
    static Path data;

    static TestBroker broker;
    static RunningGallery running;
    static KeysClient keys;
    static final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-24T08:00:00Z"));

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(data);
        running = RunningGallery.start(broker.client(), broker.createChangedTopic("keys"), new SetClock());
        keys = new KeysClient(running.base(), "admin", Duration.ofSeconds(10), Trust.SYSTEM);
    }

    @AfterAll
    static void stop() throws Exception {
        running.close();
        broker.close();
    }

    private static final class SetClock extends Clock {
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
    }

    private static KeyView make(String id, String role, List<String> scopes) {
        return keys.add(new NewKey(id, role, scopes, "", null));
    }

    private static int status(String key) {
        return running.send("GET", "/v1/people", String.valueOf(key), null).statusCode();
    }

    @Test
    void aKeyServesFromTheMomentItIsMadeUntilItIsRevokedAndTheTopicHoldsItsHashOnly() throws Exception {
        String key = make("door", "viewer", List.of()).key();
        assertThat(key).startsWith("vigil_door_");
        assertThat(status(key)).isEqualTo(200);
        assertThat(running.send("POST", "/v1/people", key, "{\"name\":\"Ann\"}").statusCode())
                .as("a viewer can't enrol")
                .isEqualTo(403);
        assertThat(status(Credential.newKey("door"))).isEqualTo(401);
        assertThat(keys.list()).extracting(KeyView::id).contains("door");
        assertThat(running.send("GET", "/v1/keys", "admin", null).body()).doesNotContain(key, "hash");
        String secret = String.valueOf(key).substring("vigil_door_".length());
        assertThat(TopicReader.committed(broker, "keys")).anySatisfy(record -> {
            assertThat(TopicReader.key(record)).isEqualTo("key:door");
            assertThat(record.value()).asString().contains("\"hash\"").doesNotContain(secret);
        });
        keys.revoke("door");
        assertThat(status(key)).isEqualTo(401);
    }

    @Test
    void onlyAdministratorsSeeAndMakeKeysAndNobodyGivesMoreThanTheyHave() {
        for (String role : List.of("viewer", "service", "operator")) {
            assertThat(running.send("GET", "/v1/keys", role, null).statusCode()).isEqualTo(403);
            assertThat(running.send("POST", "/v1/keys", role, "{\"role\":\"viewer\"}")
                            .statusCode())
                    .isEqualTo(403);
        }
        String keymaker = String.valueOf(
                make("keymaker", "admin", List.of("keys", "photos")).key());
        HttpResponse<String> wider = running.send("POST", "/v1/keys", keymaker, "{\"role\":\"admin\"}");
        assertThat(wider.statusCode()).isEqualTo(403);
        assertThat(wider.body()).contains("it can't give more than that");
        make("boss", "admin", List.of());
        assertThat(running.send("POST", "/v1/keys/boss/rotate", keymaker, null).statusCode())
                .as("nor takes over a key that may do more")
                .isEqualTo(403);
        assertThat(running.send("POST", "/v1/keys", keymaker, "{\"role\":\"viewer\",\"scopes\":[\"photos\"]}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(status(keymaker)).isEqualTo(403);
    }

    @Test
    void whatIsAskedWronglyMakesNoKey() {
        assertThat(running.send("POST", "/v1/keys", "admin", "{\"role\":\"root\"}")
                        .body())
                .contains("The field 'role' can't be 'root': it is one of viewer, service, operator, admin.");
        assertThat(running.send("POST", "/v1/keys", "admin", "{\"role\":\"viewer\",\"scopes\":[\"poeple\"]}")
                        .body())
                .contains("There is no scope 'poeple': known are people");
        assertThatThrownBy(() -> keys.add(
                        new NewKey("old", "viewer", List.of(), "", now.get().minusSeconds(1))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("lies in the past");
        make("once", "viewer", List.of());
        assertThatThrownBy(() -> make("once", "viewer", List.of())).hasMessageContaining("already: rotate it");
        assertThatThrownBy(() -> keys.revoke("nobody")).hasMessageContaining("There is no key 'nobody'");
        assertThatThrownBy(() -> make("a b", "viewer", List.of())).hasMessageContaining("The id of a key");
    }

    @Test
    void aKeyEndsWhenItExpiresAndARotatedOneAfterItsGrace() {
        KeyView made =
                keys.add(new NewKey("brief", "viewer", List.of(), "", now.get().plusSeconds(3600)));
        String first = String.valueOf(made.key());
        String second = String.valueOf(keys.rotate("brief", 1).key());
        assertThat(List.of(status(first), status(second))).containsExactly(200, 200);
        String third = String.valueOf(keys.rotate("brief", 0).key());
        assertThat(List.of(status(first), status(second), status(third))).containsExactly(401, 401, 200);
        String fourth = String.valueOf(keys.rotate("brief", 1).key());
        now.updateAndGet(t -> t.plusSeconds(3600));
        assertThat(running.send("GET", "/v1/people", third, null).body()).contains("was replaced by a new one");
        assertThat(running.send("GET", "/v1/people", fourth, null).body()).contains("The key 'brief' ended at");
    }

    @Test
    void anotherReplicaAndAServiceElsewhereKnowTheKeysToo() throws Exception {
        String key =
                String.valueOf(make("elsewhere", "service", List.of("identify")).key());
        Credential credential = Credential.of(key);
        try (KeyMirror mirror =
                KeyMirror.start(keys, Duration.ofMillis(200), Duration.ofMinutes(1), Clock.systemUTC())) {
            Awaitility.await().until(() -> mirror.authenticate(credential) instanceof Verdict.Known);
            Verdict.Known known = (Verdict.Known) mirror.authenticate(credential);
            assertThat(known.principal().role()).isEqualTo(Role.SERVICE);
            assertThat(known.principal().scopes()).hasSize(1);
            String fresh = String.valueOf(make("fresh", "viewer", List.of()).key());
            assertThat(mirror.authenticate(Credential.of(fresh)))
                    .as("a key that has just been made is looked for before it is refused")
                    .isInstanceOf(Verdict.Known.class);
            keys.revoke("elsewhere");
            Awaitility.await().until(() -> mirror.authenticate(credential) instanceof Verdict.Unknown);
        }
        assertThat(running.send("GET", "/v1/keys-known", "viewer", null).statusCode())
                .isEqualTo(403);
        JsonNode known = Json.mapper()
                .readTree(running.send("GET", "/v1/keys-known", "service", null).body());
        assertThat(known.path("keys").isArray()).isTrue();
    }
}
