package dev.vigil.recognizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.ingest.event.FrameClock;
import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.FrameAccount;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Recognition.Phase;
import dev.vigil.recognizer.live.LiveView;
import dev.vigil.recognizer.photo.Samples;
import dev.vigil.recognizer.see.Camera;
import dev.vigil.recognizer.stream.DeadLetter;
import dev.vigil.runtime.config.ConfigReader;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.metric.Metrics;
import dev.vigil.runtime.topic.Topics;
import dev.vigil.vision.face.DetectorSettings;
import dev.vigil.vision.face.EmbeddedFace;
import dev.vigil.vision.face.FaceAnalyzer;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.picture.Picture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.test.TestRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Real broker, real networks, real gallery, real photos. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecognizerIT {
    private static final Map<String, List<String>> PEOPLE = Map.of(
            "Emily",
            List.of(
                    "labeled_face/emily willis/joshua-rondeau-6z_C6OQBb4M-unsplash.jpg",
                    "labeled_face/emily willis/joshua-rondeau-FlvhN1W7iDw-unsplash.jpg"),
            "Jessica",
            List.of("labeled_face/jessica smith/joshua-rondeau-3_sGB2ON4X0-unsplash.jpg"));

    private final LiveView live = new LiveView();
    private final Metrics metrics = new Metrics();
    private final AtomicBoolean fatal = new AtomicBoolean();
    private FaceModels models;
    private ActiveNetworks networks;
    private Samples samples;
    private TestBroker broker;
    private RealGallery gallery;
    private KafkaProducer<String, byte[]> producer;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        models = Samples.networks();
        networks = ActiveNetworks.fixed(models);
        samples = Samples.unpack(folder);
        broker = TestBroker.start(folder.resolve("kafka"));
        gallery = new RealGallery(broker.client(), metrics);
        Map<String, Object> settings = broker.client().client();
        settings.put("max.request.size", Topics.MAX_RECORD_BYTES);
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        GalleryClient client = gallery.client(Duration.ofSeconds(30));
        enrol(client, "Emily", PEOPLE.get("Emily").get(0));
        enrol(client, "Jessica", PEOPLE.get("Jessica").get(0));
    }

    @AfterAll
    void stop() throws Exception {
        producer.close();
        gallery.close();
        broker.close();
        models.close();
        metrics.close();
    }

    private void enrol(GalleryClient client, String name, String photo) {
        try (FaceAnalyzer analyzer = models.newAnalyzer(DetectorSettings.DEFAULT);
                Picture picture = Picture.decode(samples.photo(photo))) {
            EmbeddedFace face = analyzer.analyze(picture).get(0);
            client.enrol(
                    client.create(NewPerson.named(name)).id(),
                    new NewFace(models.embedderCard().id(), face.embedding(), name + "-photo", .9f, null));
        }
    }

    private Recognizer recognizer(KafkaConfig kafka) {
        RecognizerConfig config = ConfigReader.parse(
                "seeThreads: 2\ncameraNames: {photos: Photo album}", "test.yaml", Map.of(), RecognizerConfig.class);
        Recognizer recognizer = Recognizer.start(
                config, kafka, networks, gallery.client(Duration.ofMillis(500)), live, metrics, () -> fatal.set(true));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> recognizer.readiness().awaited().isEmpty());
        return recognizer;
    }

    private void send(TestRecord<String, byte[]> record) {
        try {
            producer.send(new ProducerRecord<>(
                            Topics.FRAME_CAPTURED.name(), null, record.key(), record.value(), record.headers()))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean closed(List<ConsumerRecord<String, byte[]>> records, String camera, int count) {
        return Tail.recognitions(records).stream()
                        .filter(r -> r.camera().id().equals(camera) && r.phase() == Phase.CLOSED)
                        .count()
                >= count;
    }

    @Test
    void namesThePeopleOnPhotosAndGivesUpOnlyTheBrokenOne() {
        Camera photos = new Camera("photos", FrameClock.MEDIA).session("album");
        byte[] emily = samples.photo(PEOPLE.get("Emily").get(1));
        byte[] group = samples.photo("unknown_face/sample (1).jpg");
        Instant now = Instant.now();
        try (Recognizer running = recognizer(broker.client());
                Tail recognized = new Tail(broker.client(), Topics.FACE_RECOGNIZED);
                Tail dead = new Tail(broker.client(), Topics.DEAD_LETTER);
                Tail accounts = new Tail(broker.client(), Topics.FRAME_ACCOUNTED)) {
            send(photos.started(now));
            send(photos.frame(emily, now, now));
            send(photos.frame(Arrays.copyOf(emily, emily.length / 2), now.plusSeconds(3), now));
            send(photos.frame(group, now.plusSeconds(6), now));
            send(photos.ended(now));

            List<ConsumerRecord<String, byte[]>> records = recognized.until(r -> closed(r, "photos", 5));
            List<Recognition> all = Tail.recognitions(records).stream()
                    .filter(r -> r.camera().id().equals("photos"))
                    .toList();
            List<Recognition> last =
                    all.stream().filter(r -> r.phase() == Phase.CLOSED).toList();
            assertThat(last).hasSize(5).extracting(Recognition::episode).doesNotHaveDuplicates();
            assertThat(last.get(0).person()).extracting("name").isEqualTo("Emily");
            assertThat(last)
                    .filteredOn(r -> r.decision() == Decision.MATCH)
                    .extracting(r -> r.person().name())
                    .containsExactlyInAnyOrder("Emily", "Emily", "Jessica");
            assertThat(last).filteredOn(r -> r.decision() != Decision.MATCH).hasSize(2);
            assertThat(last.get(0).camera().name()).isEqualTo("Photo album");
            assertThat(last.get(0).crop().data().size()).isBetween(500, 8_000);
            assertThat(EventHeaders.read(records.get(0).headers()).type()).isEqualTo(Recognition.TYPE);

            ConsumerRecord<String, byte[]> letter =
                    dead.until(r -> !r.isEmpty()).get(0);
            assertThat(letter.value()).hasSize(emily.length / 2);
            assertThat(new String(
                            letter.headers().lastHeader(DeadLetter.MESSAGE).value(), UTF_8))
                    .contains("cut off");
            FrameAccount account = Json.read(
                    accounts.until(r -> r.stream().anyMatch(a -> a.key().equals("photos") && last(a))).stream()
                            .filter(a -> a.key().equals("photos") && last(a))
                            .findFirst()
                            .orElseThrow()
                            .value(),
                    FrameAccount.class);
            assertThat(account.lastSequence()).isEqualTo(2);
            assertMetrics(metrics.scrape());
            assertThat(running.readiness().awaited()).isEmpty();
        }
        assertThat(fatal).isFalse();
    }

    private static boolean last(ConsumerRecord<String, byte[]> record) {
        return Json.read(record.value(), FrameAccount.class).last();
    }

    private static void assertMetrics(String scrape) {
        assertThat(scrape)
                .contains("vigil_faces_detected_total{camera=\"photos\"} 5.0")
                .contains("vigil_frames_dropped_total{camera=\"photos\",reason=\"unreadable\"} 1.0")
                .contains("vigil_recognitions_total{camera=\"photos\",decision=\"match\",reason=\"above-threshold\"}")
                .contains("vigil_stage_seconds_bucket{stage=\"detect\",le=\"0.01\"}")
                .contains("vigil_capture_to_event_seconds_bucket{le=\"0.15\"}")
                .contains("vigil_gallery_search_seconds")
                .contains("kafka_stream_");
        List<String> names = scrape.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", 4)[2])
                .toList();
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void goesOnWithATrackAfterARestart() {
        Camera door = new Camera("door", FrameClock.MEDIA).session("day");
        byte[] jessica = samples.photo(PEOPLE.get("Jessica").get(0));
        Instant now = Instant.now();
        try (Tail recognized = new Tail(broker.client(), Topics.FACE_RECOGNIZED);
                Tail sighted = new Tail(broker.client(), Topics.FACE_SIGHTED)) {
            try (Recognizer first = recognizer(broker.client())) {
                assertThat(first.readiness().awaited()).isEmpty();
                send(door.started(now));
                for (int i = 0; i < 4; i++) {
                    send(door.frame(jessica, now.plusMillis(200L * i), now));
                }
                recognized.until(r -> Tail.recognitions(r).stream()
                        .anyMatch(e -> e.camera().id().equals("door")));
            }
            for (int i = 4; i < 8; i++) {
                send(door.frame(jessica, now.plusMillis(200L * i), now));
            }
            send(door.ended(now));
            try (Recognizer second = recognizer(broker.client())) {
                List<Recognition> all = Tail.recognitions(recognized.until(r -> closed(r, "door", 1))).stream()
                        .filter(r -> r.camera().id().equals("door"))
                        .toList();
                assertThat(second.readiness().awaited()).isEmpty();
                assertThat(all).extracting(Recognition::phase).containsExactly(Phase.OPENED, Phase.CLOSED);
                assertThat(all).extracting(Recognition::episode).containsOnly("door/day/0/0");
                assertThat(all.get(1).track().frames())
                        .as("before and after the restart")
                        .isEqualTo(8);
                assertThat(all.get(1).person().name()).isEqualTo("Jessica");
                assertThat(sighted.until(r -> true))
                        .filteredOn(r -> r.key().equals("door") && r.value().length > 0)
                        .extracting(r -> EventHeaders.read(r.headers()).id())
                        .doesNotHaveDuplicates();
            }
        }
        assertThat(fatal).isFalse();
    }
}
