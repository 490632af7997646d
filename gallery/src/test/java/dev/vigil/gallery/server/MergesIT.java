package dev.vigil.gallery.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vigil.gallery.audit.Actor;
import dev.vigil.gallery.audit.AuditEntry;
import dev.vigil.gallery.broker.TestBroker;
import dev.vigil.gallery.client.GalleryAwayException;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.gallery.log.Merges;
import dev.vigil.gallery.log.NotOwner;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Base64Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two people become one, whoever owns their partitions. */
class MergesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Base64Bytes JPEG = Base64Bytes.of(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1, 2, 3});

    @TempDir
    static Path data;

    static TestBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.start(data);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @Test
    void facesOfAnotherOwnersPersonComeOverWithTheirCrops() throws Exception {
        String topic = broker.createChangedTopic("merge");
        try (RunningGallery a = replica(topic);
                RunningGallery b = replica(topic)) {
            awaitShared(a, b);
            String survivor = ownedBy(a);
            String absorbed = ownedBy(b);
            HttpGalleryClient client = a.client();
            client.put(survivor, NewPerson.named("Sue"));
            client.put(absorbed, NewPerson.named("Suse"));
            client.enrol(survivor, Vectors.face(1));
            for (int i = 1; i <= 12; i++) {
                client.enrol(absorbed, new NewFace(Vectors.MODEL, Vectors.of(i), "photo-" + i, 0.8f, JPEG));
            }
            assertThatThrownBy(() -> begin(b, survivor, absorbed)).isInstanceOf(NotOwner.class);
            await().atMost(PATIENCE).until(() -> facesAt(a, absorbed) == 12);
            Merges merges = a.gallery.log().merges();
            assertThat(merges.await(begin(a, survivor, absorbed), PATIENCE)).isTrue();
            for (RunningGallery one : List.of(a, b)) {
                await().atMost(PATIENCE)
                        .until(() -> one.client().person(absorbed).isEmpty());
                await().atMost(PATIENCE).until(() -> facesAt(one, survivor) == 12);
            }
            List<FaceTemplate> faces = b.client().faces(survivor);
            assertThat(faces).extracting(FaceTemplate::person).containsOnly(survivor);
            assertThat(faces.stream().filter(face -> JPEG.equals(face.crop()))).hasSize(11);
            assertThatThrownBy(() -> begin(a, survivor, absorbed))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("There is no person");
        }
    }

    /** The owner of the absorbed person's partition is killed at some moment of the merge: who takes over ends it. */
    @Test
    void aMergeOutlivesAnOwnerThatIsKilled() throws Exception {
        String topic = broker.createChangedTopic("merge-killed");
        try (RunningGallery stays = replica(topic);
                ReplicaProcess killed =
                        ReplicaProcess.start(broker, topic, data).awaitReady()) {
            GalleryLog log = stays.gallery.log();
            await().atMost(PATIENCE)
                    .until(() -> IntStream.range(0, 4).filter(log::owns).count() == 2);
            String survivor = ownedBy(stays);
            String absorbed = Stream.iterate(0, i -> i + 1)
                    .map(i -> "q" + i)
                    .filter(id -> !log.owns(log.partition(id)))
                    .findFirst()
                    .orElseThrow();
            HttpGalleryClient client =
                    new HttpGalleryClient(List.of(killed.base(), stays.base()), "operator", Duration.ofSeconds(20));
            await().atMost(PATIENCE)
                    .ignoreException(GalleryAwayException.class)
                    .until(() -> client.put(absorbed, NewPerson.named("Suse")).version() == 1
                            && client.put(survivor, NewPerson.named("Sue")).version() == 1);
            for (int i = 0; i < 150; i++) {
                client.enrol(absorbed, Vectors.face(i));
            }
            await().atMost(PATIENCE).until(() -> facesAt(stays, absorbed) == 150);
            begin(stays, survivor, absorbed);
            killed.kill();
            await().atMost(PATIENCE).until(() -> facesAt(stays, survivor) == 150 && facesAt(stays, absorbed) == 0);
            await().atMost(PATIENCE).until(() -> stays.client().person(absorbed).isEmpty());
        }
    }

    private static dev.vigil.gallery.event.MergeIntent begin(RunningGallery at, String survivor, String absorbed) {
        AuditEntry entry = AuditEntry.of("person.merge", Actor.GALLERY, "person:" + survivor);
        return at.gallery.log().merges().begin(survivor, absorbed, 1_000, entry).value();
    }

    private static int facesAt(RunningGallery at, String person) {
        return at.client().person(person).isPresent()
                ? at.client().faces(person).size()
                : 0;
    }

    private static String ownedBy(RunningGallery at) {
        GalleryLog log = at.gallery.log();
        return Stream.iterate(0, i -> i + 1)
                .map(i -> "p" + i)
                .filter(id -> log.owns(log.partition(id)))
                .findFirst()
                .orElseThrow();
    }

    private static RunningGallery replica(String topic) {
        return RunningGallery.replica(broker.client(), topic, TestBroker.freePort(), "")
                .awaitReady();
    }

    private static void awaitShared(RunningGallery a, RunningGallery b) {
        await().atMost(PATIENCE)
                .until(() -> Stream.of(a, b)
                        .allMatch(one -> IntStream.range(0, 4)
                                        .filter(one.gallery.log()::owns)
                                        .count()
                                == 2));
    }
}
