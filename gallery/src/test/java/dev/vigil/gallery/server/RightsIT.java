package dev.vigil.gallery.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.gallery.backup.BackupTransfer;
import dev.vigil.gallery.backup.ImportPolicy;
import dev.vigil.gallery.backup.Imported;
import dev.vigil.gallery.broker.TestBroker;
import dev.vigil.gallery.client.ErasureReceipt;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.rights.ErasureCheck;
import dev.vigil.gallery.rights.ErasureProof;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Erasure with its proof, the copy of a person, and a gallery's way to another cluster, on a real broker. */
class RightsIT {
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
    void anErasureHasAReceiptThatTheAuditHasTooAndTheLogIsHonestAboutWhatItStillHolds() throws Exception {
        String topic = broker.createChangedTopic("erased");
        try (RunningGallery gallery = RunningGallery.start(broker.client(), topic)) {
            enrol(gallery, "ann", 1);
            enrol(gallery, "bob", 2);
            ErasureReceipt receipt = gallery.client().erase("ann").orElseThrow();

            assertThat(receipt.keys()).isEqualTo(2);
            assertThat(receipt.contentUntil()).isAfter(receipt.time());
            ErasureProof proof = check(topic, "ann");
            assertThat(proof.receipts())
                    .singleElement()
                    .satisfies(found -> assertThat(found.receipt()).isEqualTo(receipt.receipt()));
            assertThat(proof.contents()).isEqualTo(2);
            assertThat(proof.tombstones()).isEqualTo(2);
            assertThat(proof.held()).isFalse();
            assertThat(proof.records()).allSatisfy(found -> {
                assertThat(found.partition()).isEqualTo(receipt.partition());
                assertThat(found.offset()).isLessThanOrEqualTo(receipt.offset());
            });
            assertThat(proof.elsewhere())
                    .extracting(ErasureProof.Elsewhere::place)
                    .contains(topic + TestBroker.AUDIT);
            assertThat(check(topic, "bob").held()).isTrue();
        }
    }

    @Test
    void allThatIsHeldOfAPersonIsShownToAnAdministratorAndThatIsAudited() throws Exception {
        String topic = broker.createChangedTopic("copied");
        try (RunningGallery gallery = RunningGallery.start(broker.client(), topic)) {
            enrol(gallery, "ann", 1);
            enrol(gallery, "bob", 2);

            JsonNode all = Json.read(gallery.client("admin").export("ann"), JsonNode.class);

            assertThat(all.at("/person/name").asText()).isEqualTo("ann example");
            assertThat(all.at("/faces/0/embedding").asText())
                    .isEqualTo(Vectors.of(1).toBase64());
            assertThat(all.path("audit"))
                    .extracting(entry -> entry.path("action").asText())
                    .containsExactlyInAnyOrder("person.put", "face.enrol", "person.export");
            assertThat(all.toString()).doesNotContain("bob");
            assertThat(gallery.send("GET", "/v1/people/ann/export", "operator", null)
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void aGalleryGoesToAnotherClusterWithIdsTimesAndVersionsAndASecondImportChangesNothing() throws Exception {
        byte[] backup;
        List<Person> before;
        try (RunningGallery gallery = RunningGallery.start(broker.client(), broker.createChangedTopic("old"))) {
            gallery.send("PUT", "/v1/watchlists/vip", "operator", "{\"name\":\"VIP\",\"severity\":\"info\"}");
            for (int i = 0; i < 300; i++) {
                gallery.client().put("p" + i, NewPerson.named("Person " + i));
            }
            for (int i = 0; i < 40; i++) {
                gallery.client().enrol("p" + i, Vectors.face(i));
            }
            gallery.client().put("p1", NewPerson.named("Renamed"));
            before = gallery.client().people();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new BackupTransfer(gallery.base(), "admin").export(out);
            backup = out.toByteArray();
        }
        try (RunningGallery gallery = RunningGallery.start(broker.client(), broker.createChangedTopic("new"))) {
            Imported first = load(gallery, backup);
            assertThat(first.imported()).isEqualTo(300);
            assertThat(first.watchlists()).isEqualTo(1);
            assertThat(gallery.client().people()).isEqualTo(before);
            assertThat(gallery.client().faces("p7").get(0).embedding()).isEqualTo(Vectors.of(7));

            Imported again = load(gallery, backup);
            assertThat(again.imported()).isZero();
            assertThat(again.same()).isEqualTo(300);

            gallery.client().put("p2", NewPerson.named("Newer here"));
            gallery.client().erase("p3");
            Imported third = load(gallery, backup);
            assertThat(third.kept()).isEqualTo(1);
            assertThat(third.erased()).isEqualTo(1);
            assertThat(gallery.client().person("p3")).isEmpty();
            assertThat(gallery.client().person("p2").orElseThrow().name()).isEqualTo("Newer here");
        }
    }

    @Test
    void aDamagedLineIsNamedAndWhatIsBeforeItIsIn() throws Exception {
        byte[] backup;
        try (RunningGallery gallery = RunningGallery.start(broker.client(), broker.createChangedTopic("whole"))) {
            for (int i = 0; i < 5; i++) {
                gallery.client().put("p" + i, NewPerson.named("Person " + i));
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new BackupTransfer(gallery.base(), "admin").export(out);
            backup = out.toByteArray();
        }
        String damaged =
                new String(backup, StandardCharsets.UTF_8).replace("{\"person\":{\"id\":\"p3\"", "{\"person\":\"");
        try (RunningGallery gallery = RunningGallery.start(broker.client(), broker.createChangedTopic("damaged"))) {
            assertThatThrownBy(() -> load(gallery, damaged.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("Line 5 of the backup is not usable");
            assertThatThrownBy(() -> load(gallery, java.util.Arrays.copyOf(backup, backup.length / 2)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("Line ");
            assertThat(load(gallery, backup).imported()
                            + gallery.client().people().size())
                    .isGreaterThanOrEqualTo(5);
            assertThat(gallery.client().people()).hasSize(5);
        }
    }

    private static Imported load(RunningGallery gallery, byte[] backup) throws Exception {
        return new BackupTransfer(gallery.base(), "admin").load(new ByteArrayInputStream(backup), ImportPolicy.NEWER);
    }

    private static void enrol(RunningGallery gallery, String id, long seed) {
        gallery.client().put(id, NewPerson.named(id + " example"));
        gallery.client().enrol(id, Vectors.face(seed));
    }

    private static ErasureProof check(String topic, String person) {
        return new ErasureCheck(broker.client(), topic, topic + TestBroker.AUDIT).of(person);
    }
}
