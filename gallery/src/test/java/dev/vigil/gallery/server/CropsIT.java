package dev.vigil.gallery.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.gallery.broker.TestBroker;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.log.Crops;
import dev.vigil.gallery.log.LogSettings;
import dev.vigil.gallery.seal.Vault;
import dev.vigil.gallery.search.ExactSearch;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.gallery.state.HeldFace;
import dev.vigil.gallery.state.Place;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.runtime.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Crops are on the topic, and nowhere else. */
class CropsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @TempDir
    Path data;

    @Test
    void aCropIsReadFromTheTopicAndIs503WhileKafkaIsAway() throws Exception {
        try (TestBroker broker = TestBroker.start(data)) {
            String topic = broker.createChangedTopic("crops");
            try (RunningGallery running = RunningGallery.start(broker.client(), topic)) {
                HttpGalleryClient client = running.client();
                client.put("ann", NewPerson.named("Ann"));
                client.put("bob", NewPerson.named("Bob"));
                for (int i = 1; i <= 5; i++) {
                    client.enrol("ann", cropped(i));
                }
                client.enrol("bob", Vectors.face(9));
                assertThat(client.faces("ann"))
                        .extracting(FaceTemplate::crop)
                        .containsExactly(jpeg(1), jpeg(2), jpeg(3), jpeg(4), jpeg(5));
                assertThat(client.enrol("ann", cropped(3)).crop()).isEqualTo(jpeg(3));
                broker.stop();
                assertThat(client.faces("bob")).hasSize(1);
                assertThat(running.send("GET", "/v1/people/ann/faces", "viewer", null)
                                .body())
                        .as("a list without crops needs no Kafka")
                        .contains("\"cropped\":true");
                assertThat(running.send("GET", "/v1/people/ann/faces?crop=true", "viewer", null)
                                .statusCode())
                        .isEqualTo(503);
                broker.startAgain();
                org.awaitility.Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> running.send("GET", "/v1/people/ann/faces?crop=true", "viewer", null)
                                        .statusCode()
                                == 200);
            }
        }
    }

    @Test
    void aFaceThatWasReplacedOrRemovedMeanwhileIsTakenAsItIsNow() throws Exception {
        try (TestBroker broker = TestBroker.start(data)) {
            String topic = broker.createChangedTopic("replaced");
            GalleryState state = new GalleryState(ExactSearch.inMemory());
            LogSettings settings = new LogSettings(broker.client(), topic, "test", Duration.ofSeconds(4));
            try (Crops crops = new Crops(settings, state, Vault.none(), PATIENCE);
                    KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                            Map.copyOf(broker.client().client()), new StringSerializer(), new ByteArraySerializer())) {
                Place first = write(producer, topic, "f1", 1);
                Place second = write(producer, topic, "f1", 2);
                state.apply(new GalleryKey.OfFace("ann", "f1"), Json.bytes(face("f1", 2)), second);
                HeldFace now = state.face("ann", "f1").orElseThrow();
                assertThat(crops.whole(now).orElseThrow().crop()).isEqualTo(jpeg(2));
                HeldFace stale = at(now, new Place(first.partition(), 1_000));
                assertThat(crops.whole(stale).orElseThrow().crop()).isEqualTo(jpeg(2));
                HeldFace other = at(now, write(producer, topic, "f9", 3));
                assertThat(crops.whole(other).orElseThrow().crop()).isEqualTo(jpeg(2));
                state.apply(new GalleryKey.OfFace("ann", "f1"), null);
                assertThat(crops.whole(List.of(other))).isEmpty();
            }
        }
    }

    private static HeldFace at(HeldFace f, Place place) {
        return new HeldFace(
                f.id(), f.person(), f.model(), f.embedding(), f.source(), f.quality(), f.createdAt(), true, place);
    }

    private static Place write(KafkaProducer<String, byte[]> producer, String topic, String id, int n)
            throws InterruptedException, ExecutionException {
        long offset = producer.send(new ProducerRecord<>(topic, 1, "face:ann:" + id, Json.bytes(face(id, n))))
                .get()
                .offset();
        return new Place(1, offset);
    }

    private static FaceTemplate face(String id, int n) {
        return new FaceTemplate(
                id, "ann", Vectors.MODEL, Vectors.of(1), "photo", 0.5f, jpeg(n), Instant.parse("2026-11-24T06:00:00Z"));
    }

    private static NewFace cropped(int n) {
        return new NewFace(Vectors.MODEL, Vectors.of(n), "photo-" + n, 0.8f, jpeg(n));
    }

    private static Base64Bytes jpeg(int n) {
        return Base64Bytes.of(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) n});
    }
}
