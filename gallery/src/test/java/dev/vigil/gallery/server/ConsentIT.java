package dev.vigil.gallery.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.gallery.broker.TestBroker;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.event.Consent;
import dev.vigil.gallery.rights.ConsentConfig;
import dev.vigil.runtime.json.Json;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People whose consent has ended are erased, and a clock that is wrong erases nobody; on a real broker. */
class ConsentIT {
    private static final ConsentConfig AT_ONCE =
            new ConsentConfig(Duration.ZERO, Duration.ofSeconds(1), 100, Duration.ofDays(30));

    @TempDir
    private static Path folder;

    private static TestBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.start(folder);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @Test
    void whoseConsentHasEndedIsErasedByTheGalleryItselfWithAReceipt() throws Exception {
        String topic = broker.createChangedTopic("ended");
        try (RunningGallery gallery = RunningGallery.start(broker.client(), topic, AT_ONCE, Clock.systemUTC())) {
            gallery.client().put("short", until(Instant.now().minusSeconds(60)));
            gallery.client().put("long", until(Instant.now().plusSeconds(86_400)));
            gallery.client().put("ever", NewPerson.named("Ever"));

            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> gallery.client().person("short").isEmpty());

            assertThat(gallery.client().person("long")).isPresent();
            assertThat(gallery.client().person("ever")).isPresent();
            JsonNode entry = entries(gallery, "person.erase").get(0);
            assertThat(entry.at("/actor/id").asText()).isEqualTo("gallery");
            assertThat(entry.at("/detail/reason").asText()).isEqualTo("consent ended");
            assertThat(entry.at("/detail/receipt").asText()).isNotEmpty();
        }
    }

    @Test
    void aClockThatJumpsFarAheadErasesNobody() throws Exception {
        String topic = broker.createChangedTopic("jumped");
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofDays(400));
        try (RunningGallery gallery = RunningGallery.start(broker.client(), topic, AT_ONCE, ahead)) {
            gallery.client().put("ann", until(Instant.now().plusSeconds(86_400)));

            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> entries(gallery, "consent.due").size() >= 2);

            assertThat(gallery.client().person("ann")).isPresent();
            assertThat(entries(gallery, "person.erase")).isEmpty();
        }
    }

    private static NewPerson until(Instant end) {
        return new NewPerson("Ann", "", List.of(), false, new Consent("form 12", end));
    }

    private static JsonNode entries(RunningGallery gallery, String action) {
        return Json.read(
                        gallery.send("GET", "/v1/audit?action=" + action, "admin", null)
                                .body(),
                        JsonNode.class)
                .path("entries");
    }
}
