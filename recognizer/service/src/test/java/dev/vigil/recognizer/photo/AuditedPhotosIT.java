package dev.vigil.recognizer.photo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.OnBehalfOf;
import dev.vigil.gallery.client.Probes;
import dev.vigil.gallery.server.Gallery;
import dev.vigil.gallery.server.GalleryConfig;
import dev.vigil.recognizer.TestBroker;
import dev.vigil.runtime.http.Access;
import dev.vigil.runtime.http.Credential;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.KeyRing;
import dev.vigil.runtime.http.Principal;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Sessions;
import dev.vigil.runtime.metric.Metrics;
import dev.vigil.vision.match.FalseMatchCurve;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever asks the photo API is whom the gallery's audit names, over HTTP and a real broker. */
class AuditedPhotosIT {
    private static final FalseMatchCurve CURVE = new FalseMatchCurve(
            List.of(new FalseMatchCurve.Point(.34, 1e-3), new FalseMatchCurve.Point(.42, 1e-4)), "still", true);

    @TempDir
    Path folder;

    private final String recognizerKey = KeyRing.newKey();
    private final String adminKey = KeyRing.newKey();
    private final String personsKey = KeyRing.newKey();
    private final Metrics metrics = new Metrics();
    private TestBroker broker;
    private Gallery gallery;
    private HttpService http;

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.start(folder);
        gallery = Gallery.start(GalleryConfig.defaults().encryptedBy("none"), broker.client(), metrics);
        KeyRing keys = new KeyRing()
                .add(
                        Credential.hash(recognizerKey),
                        new Principal("recognizer", Role.OPERATOR, Set.of(), /* trusted= */ true))
                .add("admin", adminKey, Role.ADMIN)
                .add("mallory", personsKey, Role.OPERATOR);
        http = HttpService.start(
                new HttpService.Settings("127.0.0.1", 0, 1 << 20),
                new Access(keys, new Sessions(Clock.systemUTC())),
                metrics,
                List.of(gallery.routes()),
                List.of(gallery.readiness()));
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> gallery.readiness().awaited().isEmpty());
    }

    @AfterEach
    void stop() throws InterruptedException {
        http.close();
        gallery.close();
        metrics.close();
        broker.close();
    }

    private HttpGalleryClient client(String key) {
        return new HttpGalleryClient(URI.create("http://127.0.0.1:" + http.port()), key, Duration.ofSeconds(20));
    }

    private String audit(String query) {
        return client(adminKey).audit(query);
    }

    @Test
    void aSearchAndAnEnrolmentByPhotoAreThoseOfTheCaller() {
        PhotoConfig small = new PhotoConfig(1, Duration.ofSeconds(10), 2_000, false, 1e-4);
        try (PhotoServer photos = new PhotoServer(small, new Photos(), client(recognizerKey), "a-model", CURVE)) {
            assertThat(photos.post("/v1/photos/people/anna?name=Anna", Photos.of("anna"))
                            .status())
                    .isEqualTo(201);
            assertThat(photos.post("/v1/photos/identify", Photos.of("anna")).status())
                    .isEqualTo(200);
        }
        String caller =
                "\"actor\":{\"id\":\"operator\",\"role\":\"operator\",\"from\":\"127.0.0.1\",\"via\":\"recognizer\"}";
        assertThat(audit("action=search")).contains(caller);
        assertThat(audit("action=person.put")).contains(caller);
        assertThat(audit("action=face.enrol")).contains(caller);
        assertThat(audit("actor=recognizer&limit=100")).doesNotContain("person:anna");
    }

    @Test
    void whoIsNoServiceIsNotBelieved() {
        client(personsKey)
                .onBehalfOf(new OnBehalfOf("the boss", Role.ADMIN, "10.0.0.1"))
                .identify(new Probes("a-model", 1, List.of(Photos.embedding("anna"))));
        assertThat(audit("action=search")).contains("\"id\":\"mallory\"").doesNotContain("boss");
    }
}
