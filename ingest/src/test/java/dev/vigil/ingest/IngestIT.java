package dev.vigil.ingest;

import static dev.vigil.ingest.testing.FrameTopic.frames;
import static dev.vigil.ingest.testing.FrameTopic.headers;
import static dev.vigil.ingest.testing.FrameTopic.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.vigil.ingest.event.CameraEvents;
import dev.vigil.ingest.event.FrameClock;
import dev.vigil.ingest.event.FrameHeaders;
import dev.vigil.ingest.testing.Clips;
import dev.vigil.ingest.testing.FrameTopic;
import dev.vigil.ingest.testing.TestBroker;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.metric.Metrics;
import dev.vigil.runtime.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and folders through a real broker. */
class IngestIT {
    @TempDir
    static Path log;

    private static TestBroker broker;
    private static KafkaConfig kafka;

    @TempDir
    Path folder;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new TestBroker(log);
        kafka = broker.config();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static Ingest start(CameraConfig... cameras) {
        return Ingest.start(IngestConfig.of(List.of(cameras)), kafka, new Metrics());
    }

    private static CameraStatus only(Ingest ingest) {
        return ingest.cameras().get(0);
    }

    @Test
    void everyFrameOfAFileArrivesInOrderBetweenItsMarkers() throws Exception {
        Path clip = Clips.mp4(folder.resolve("a.mp4"), 320, 240, 30, 10);
        Instant before = Instant.now();

        try (Ingest ingest = start(CameraConfig.untilEnd("whole", clip.toString()));
                FrameTopic topic = new FrameTopic(kafka, "whole")) {
            ingest.ended().get(30, TimeUnit.SECONDS);
            List<ConsumerRecord<String, byte[]>> records = topic.await(r -> r.size() == 32);

            assertThat(only(ingest).state()).isEqualTo(CameraState.ENDED);
            assertThat(only(ingest).framesPublished()).isEqualTo(30);
            assertThat(ingest.allEnded()).isTrue();
            assertMarkers(records);
            assertFrames(frames(records), before);
            assertThat(only(ingest).session()).isEqualTo(headers(records.get(0)).session());
        }
    }

    private static void assertMarkers(List<ConsumerRecord<String, byte[]>> records) {
        ConsumerRecord<String, byte[]> first = records.get(0);
        ConsumerRecord<String, byte[]> last = records.get(records.size() - 1);
        assertThat(type(first)).isEqualTo(CameraEvents.STARTED);
        assertThat(type(last)).isEqualTo(CameraEvents.ENDED);
        assertThat(first.value()).isEmpty();
        assertThat(last.value()).isEmpty();
        assertThat(headers(first).sequence()).isZero();
        assertThat(headers(last).sequence()).isEqualTo(records.size() - 2);
        assertThat(headers(last).session()).isEqualTo(headers(first).session());
        assertThat(headers(last).event().contentType()).isNull();
    }

    private static void assertFrames(List<ConsumerRecord<String, byte[]>> frames, Instant before) {
        Instant start = headers(frames.get(0)).capturedAt();
        assertThat(start).isBetween(before.minusMillis(1), Instant.now());
        for (int i = 0; i < frames.size(); i++) {
            ConsumerRecord<String, byte[]> frame = frames.get(i);
            FrameHeaders headers = headers(frame);
            assertThat(headers.sequence()).isEqualTo(i);
            assertThat(headers.clock()).isEqualTo(FrameClock.MEDIA);
            assertThat(headers.capturedAt()).isEqualTo(start.plusMillis(100L * i));
            assertThat(headers.width() + "x" + headers.height()).isEqualTo("320x240");
            assertThat(headers.event().source()).isEqualTo("/cameras/whole");
            assertThat(headers.event().contentType()).isEqualTo("image/jpeg");
            assertThat(headers.event().traceparent()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
            assertThat(headers.event().id()).isEqualTo("whole/" + headers.session() + "/" + i);
            assertThat(Clips.colourAt(frame.value(), 0.5, 0.6)[1]).isCloseTo(Clips.grey(i), within(6));
            assertThat(frame.partition())
                    .isEqualTo(
                            Utils.toPositive(Utils.murmur2("whole".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                                    % Topics.FRAME_CAPTURED.standalonePartitions());
        }
    }

    @Test
    void theSameFileAgainIsANewSessionWithTheSameSequencesAndPictures() throws Exception {
        Path clip = Clips.mp4(folder.resolve("a.mp4"), 320, 240, 10, 10);
        try (FrameTopic topic = new FrameTopic(kafka, "twice")) {
            for (int run = 1; run <= 2; run++) {
                try (Ingest ingest = start(CameraConfig.untilEnd("twice", clip.toString()))) {
                    ingest.ended().get(30, TimeUnit.SECONDS);
                }
            }
            List<ConsumerRecord<String, byte[]>> records = topic.await(r -> r.size() == 24);
            List<ConsumerRecord<String, byte[]>> first = frames(records.subList(0, 12));
            List<ConsumerRecord<String, byte[]>> second = frames(records.subList(12, 24));

            assertThat(headers(second.get(0)).session())
                    .isGreaterThan(headers(first.get(0)).session());
            for (int i = 0; i < 10; i++) {
                assertThat(headers(second.get(i)).sequence())
                        .isEqualTo(headers(first.get(i)).sequence());
                assertThat(second.get(i).value()).isEqualTo(first.get(i).value());
            }
        }
    }

    @Test
    void theRunStaysNearItsReadersAndGoesOnAsTheyCommit() throws Exception {
        Path clip = Clips.mp4(folder.resolve("long.mp4"), 64, 48, 400, 25);
        try (Ingest ingest = start(CameraConfig.untilEnd("ahead", clip.toString()));
                Admin admin = Admin.create(kafka.client());
                FrameTopic topic = new FrameTopic(kafka, "ahead")) {
            List<ConsumerRecord<String, byte[]>> first =
                    topic.await(r -> frames(r).size() == 256);
            await().during(Duration.ofMillis(600))
                    .until(() -> frames(topic.poll()).size() == 256);
            assertThat(ingest.allEnded()).isFalse();

            commit(admin, first.get(100)); // the marker and 99 frames are read; the one at 100 is the next
            topic.await(r -> frames(r).size() == 256 + 99);
            await().during(Duration.ofMillis(300))
                    .until(() -> frames(topic.poll()).size() == 256 + 99);

            commit(admin, first.get(256));
            topic.await(FrameTopic::endsEnded);
            ingest.ended().get(10, TimeUnit.SECONDS);
            assertThat(frames(topic.poll())).hasSize(400);
        }
    }

    private static void commit(Admin admin, ConsumerRecord<String, byte[]> next) throws Exception {
        TopicPartition partition = new TopicPartition(next.topic(), next.partition());
        admin.alterConsumerGroupOffsets("vigil-see", Map.of(partition, new OffsetAndMetadata(next.offset())))
                .all()
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void aFileThatIsWatchedLivePlaysAtItsOwnSpeedAtTheRate() throws Exception {
        Path clip = Clips.mp4(folder.resolve("a.mp4"), 320, 240, 50, 25);
        try (Ingest ingest = start(CameraConfig.live("live", clip.toString()));
                FrameTopic topic = new FrameTopic(kafka, "live")) {
            List<ConsumerRecord<String, byte[]>> records = topic.await(FrameTopic::endsEnded);
            List<ConsumerRecord<String, byte[]>> frames = frames(records);

            assertThat(frames.size()).isBetween(10, 11);
            assertThat(frames)
                    .allSatisfy(frame -> assertThat(headers(frame).event().time())
                            .isAfterOrEqualTo(headers(frame).capturedAt())); // none before its time has come
            assertThat(Duration.between(
                            headers(frames.get(0)).capturedAt(),
                            headers(frames.get(frames.size() - 1)).capturedAt()))
                    .isGreaterThan(Duration.ofMillis(1_700));
            await().until(() -> only(ingest).state() == CameraState.ENDED);
            assertThat(only(ingest).framesThinned()).isEqualTo(50 - frames.size());
            assertThat(ingest.allEnded()).isFalse(); // only runs until the end are waited for
        }
    }

    @Test
    void aFolderIsACameraAndWhatCannotBeReadIsCounted() throws Exception {
        Clips.picture(folder.resolve("1.jpg"), 2600, 1300, 60);
        Files.writeString(folder.resolve("2.jpg"), "no picture whatever its name may say");
        Clips.picture(folder.resolve("3.png"), 200, 100, 120);
        try (Ingest ingest = start(CameraConfig.untilEnd("folder", folder.toString()));
                FrameTopic topic = new FrameTopic(kafka, "folder")) {
            ingest.ended().get(30, TimeUnit.SECONDS);
            List<ConsumerRecord<String, byte[]>> frames = frames(topic.await(FrameTopic::endsEnded));

            assertThat(frames).extracting(f -> headers(f).width()).containsExactly(1280, 200);
            assertThat(Duration.between(
                            headers(frames.get(0)).capturedAt(),
                            headers(frames.get(1)).capturedAt()))
                    .isEqualTo(Duration.ofSeconds(3));
            assertThat(only(ingest).unreadable()).isEqualTo(1);
            assertThat(only(ingest).reason()).contains("2.jpg");
        }
    }

    @Test
    void aFileThatIsGoneFailsAloneAndSaysWhy() throws Exception {
        Path clip = Clips.mp4(folder.resolve("a.mp4"), 64, 48, 5, 25);
        Metrics metrics = new Metrics();
        IngestConfig config = IngestConfig.of(List.of(
                CameraConfig.untilEnd("gone", folder.resolve("gone.mp4").toString()),
                CameraConfig.untilEnd("there", clip.toString()),
                CameraConfig.live("away", "rtsp://user:geheim@127.0.0.1:1/x")));
        try (Ingest ingest = Ingest.start(config, kafka, metrics)) {
            ingest.ended().get(30, TimeUnit.SECONDS);

            List<CameraStatus> cameras = ingest.cameras();
            assertThat(cameras.get(0).state()).isEqualTo(CameraState.FAILED);
            assertThat(cameras.get(0).reason()).contains("gone.mp4 does not exist");
            assertThat(cameras.get(1).state()).isEqualTo(CameraState.ENDED);
            await().until(() -> ingest.cameras().get(2).reconnects() > 0);
            assertThat(ingest.cameras().toString()).doesNotContain("geheim");
            assertThat(ingest.readiness().awaited()).isEmpty();
            assertThat(metrics.scrape())
                    .contains("vigil_ingest_frames_total{camera=\"there\",outcome=\"published\"} 5.0")
                    .contains("vigil_ingest_camera_up{camera=\"away\"} 0.0")
                    .containsPattern("vigil_ingest_reconnects_total\\{camera=\"away\"} [1-9]")
                    .containsPattern("vigil_frame_age_seconds\\{camera=\"there\"} \\d");
        }
    }

    @Test
    void aLoopedPictureIsShownForItsTimeInASessionEach() throws Exception {
        Path picture = Clips.picture(folder.resolve("a.jpg"), 64, 48, 90);
        CameraConfig camera = new CameraConfig("loop", null, picture.toString(), null, 1280, 85, false, true);
        IngestConfig usual = IngestConfig.of(List.of(camera));
        IngestConfig brief = new IngestConfig(
                usual.cameras(),
                Duration.ofMillis(1),
                usual.bufferedFrames(),
                usual.framesAhead(),
                usual.group(),
                usual.connectTimeout(),
                usual.silence(),
                usual.leastPause(),
                usual.mostPause());
        try (Ingest ingest = Ingest.start(brief, kafka, new Metrics());
                FrameTopic topic = new FrameTopic(kafka, "loop")) {
            List<ConsumerRecord<String, byte[]>> frames =
                    frames(topic.await(r -> frames(r).size() >= 3));

            assertThat(frames).extracting(r -> headers(r).session()).doesNotHaveDuplicates();
            assertThat(Duration.between(
                            headers(frames.get(0)).event().time(),
                            headers(frames.get(2)).event().time()))
                    .isGreaterThan(Duration.ofMillis(1_900));
        }
    }

    @Test
    void closingInMidFileEndsTheSessionInOrder() throws Exception {
        Path clip = Clips.mp4(folder.resolve("a.mp4"), 64, 48, 400, 25);
        try (FrameTopic topic = new FrameTopic(kafka, "closed")) {
            Ingest ingest = start(CameraConfig.live("closed", clip.toString()));
            topic.await(r -> frames(r).size() >= 2);
            long began = System.nanoTime();
            ingest.close();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
            List<ConsumerRecord<String, byte[]>> records = topic.await(FrameTopic::endsEnded);
            assertMarkers(records);
            assertThat(only(ingest).state()).isEqualTo(CameraState.STOPPED);
        }
    }
}
