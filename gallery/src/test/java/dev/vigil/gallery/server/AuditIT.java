package dev.vigil.gallery.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.gallery.audit.AuditTopic;
import dev.vigil.gallery.audit.Verification;
import dev.vigil.gallery.broker.TestBroker;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.client.Probes;
import dev.vigil.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who did what, on a real broker. */
class AuditIT {
    private static final NewPerson ANN = new NewPerson("Ann Example", "", List.of(), false, null);

    @TempDir
    private static Path folder;

    private static TestBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.start(folder);
    }

    @AfterAll
    static void stopBroker() throws IOException {
        broker.close();
    }

    @Test
    void changesSearchesAndRefusalsAreToldToAdministratorsAndNeverANameIs() throws Exception {
        String topic = broker.createChangedTopic("audit-told");
        try (RunningGallery gallery = RunningGallery.start(broker.client(), topic)) {
            enrol(gallery, "p1");
            gallery.client("service").identify(probes());
            gallery.client("service").identify(probes());
            gallery.client("operator").identify(probes());
            assertThat(gallery.send("PUT", "/v1/people/p2", "viewer", Json.line(ANN))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(gallery.send("GET", "/v1/people/p1", "", null).statusCode())
                    .isEqualTo(401);
            assertThat(gallery.send("GET", "/v1/audit", "operator", null).statusCode())
                    .isEqualTo(403);

            List<JsonNode> all = entries(gallery, "");

            assertThat(all)
                    .extracting(one -> one.path("action").asText() + " "
                            + one.at("/actor/id").asText())
                    .contains(
                            "person.put operator",
                            "face.enrol operator",
                            "search service",
                            "search operator",
                            "refused viewer",
                            "refused anonymous",
                            "refused operator");
            assertThat(all.toString()).doesNotContain("Ann");
            assertThat(entries(gallery, "?action=search&actor=service").stream()
                            .mapToInt(one -> one.at("/detail/requests").asInt())
                            .sum())
                    .as("the first by itself, the others added up")
                    .isEqualTo(2);
            JsonNode refused =
                    entries(gallery, "?action=refused&actor=anonymous").get(0);
            assertThat(refused.at("/detail/route").asText()).isEqualTo("/v1/people/{id}");
            assertThat(entries(gallery, "?person=p1")).hasSize(2);
            assertThat(entries(gallery, "?subject=person:p1")).hasSize(1);
            assertThat(entries(gallery, "?to=2020-01-01T00:00:00Z")).isEmpty();
        }
    }

    @Test
    void pagesGoBackThroughAllEntriesWithoutGapOrRepetition() throws Exception {
        String topic = broker.createChangedTopic("audit-pages");
        try (RunningGallery gallery = RunningGallery.start(broker.client(), topic)) {
            for (int i = 0; i < 7; i++) {
                gallery.client().put("p" + i, ANN);
            }
            List<String> whole = pages(gallery, 1_000);
            assertThat(whole)
                    .as("over all writers' partitions")
                    .containsExactly("p6", "p5", "p4", "p3", "p2", "p1", "p0");
            assertThat(pages(gallery, 3)).isEqualTo(whole);
            assertThat(pages(gallery, 1)).isEqualTo(whole);
        }
        assertThat(verify(topic).intact()).isTrue();
    }

    /** Whom pages of that length tell of, page after page. */
    private static List<String> pages(RunningGallery gallery, int limit) {
        List<String> seen = new ArrayList<>();
        String before = "";
        do {
            JsonNode page = Json.read(
                    gallery.send("GET", "/v1/audit?action=person.put&limit=" + limit + before, "admin", null)
                            .body(),
                    JsonNode.class);
            page.path("entries")
                    .forEach(one -> seen.add(one.path("subject").asText().replace("person:", "")));
            before = page.path("next").isNull()
                    ? ""
                    : "&before=" + page.path("next").asText();
        } while (!before.isEmpty());
        return seen;
    }

    /** The minute never ends here: what is kept back until then is never written, as where the process is killed. */
    @Test
    void theFirstSearchOfAMinuteIsEnteredAtOnceSoThatAKillDoesNotHideIt() throws Exception {
        String topic = broker.createChangedTopic("audit-first");
        Clock still = Clock.fixed(Instant.now(), ZoneOffset.UTC);
        AuditTopic audited = new AuditTopic(broker.client(), topic + TestBroker.AUDIT, Duration.ofSeconds(10));
        try (RunningGallery gallery = RunningGallery.start(broker.client(), topic, still)) {
            enrol(gallery, "p1");
            gallery.client("service").identify(probes());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .untilAsserted(() -> assertThat(
                                    audited.newest(null, entry -> entry.action().equals("search"), 10))
                            .singleElement()
                            .satisfies(entry -> assertThat(entry.detail()).containsEntry("requests", "1")));
        }
    }

    @Test
    void aRestartGoesOnWithTheChainsOfChangesAndNamesTheChainsBefore() throws Exception {
        String topic = broker.createChangedTopic("audit-restart");
        for (int start = 0; start < 3; start++) {
            try (RunningGallery gallery = RunningGallery.start(broker.client(), topic)) {
                gallery.client().put("p1", new NewPerson("Ann " + start, "", List.of(), false, null));
                gallery.client("operator").identify(probes());
            }
        }

        Verification found = verify(topic);

        assertThat(found.intact()).isTrue();
        assertThat(found.checkpoints()).isGreaterThanOrEqualTo(6);
        assertThat(found.writers())
                .filteredOn(writer -> writer.writer().startsWith("changes-"))
                .singleElement()
                .satisfies(chain -> {
                    assertThat(chain.entries()).isEqualTo(3);
                    assertThat(chain.signedTo()).isEqualTo(3);
                });
        assertThat(found.writers())
                .filteredOn(writer -> writer.writer().startsWith("requests-"))
                .hasSize(3)
                .filteredOn(writer -> writer.signedTo() == writer.entries())
                .as("chains whose end a later one has signed")
                .hasSize(2);
    }

    @Test
    void searchesGoOnWhileKafkaIsAwayAndAreEnteredAfterwards() throws Exception {
        String topic = broker.createChangedTopic("audit-away");
        try (RunningGallery gallery = RunningGallery.start(broker.proxiedClient(), topic)) {
            enrol(gallery, "p1");
            broker.proxy().freezeAnswers();
            for (int i = 0; i < 20; i++) {
                gallery.client("operator").identify(probes());
            }
            broker.proxy().thaw();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .ignoreExceptions()
                    .until(() -> entries(gallery, "?action=search").size() == 20);
        }
        Verification found = verify(topic);
        assertThat(found.intact()).isTrue();
        assertThat(found.writers())
                .allSatisfy(writer -> assertThat(writer.lost()).isZero());
    }

    static Verification verify(String topic) {
        return new AuditTopic(broker.client(), topic + TestBroker.AUDIT, Duration.ofSeconds(10))
                .verify(null, List.of(), List.of());
    }

    private static void enrol(RunningGallery gallery, String id) {
        gallery.client().put(id, ANN);
        gallery.client().enrol(id, Vectors.face(1));
    }

    private static Probes probes() {
        return new Probes(Vectors.MODEL, 1, List.of(Vectors.of(1)));
    }

    private static List<JsonNode> entries(RunningGallery gallery, String query) {
        String body = gallery.send("GET", "/v1/audit" + query, "admin", null).body();
        JsonNode entries = Json.read(body, JsonNode.class).path("entries");
        assertThat(entries.isArray()).as(body).isTrue();
        return StreamSupport.stream(entries.spliterator(), false).toList();
    }
}
