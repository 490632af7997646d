package dev.vigil.ingest;

import static dev.vigil.ingest.testing.FrameTopic.frames;
import static dev.vigil.ingest.testing.FrameTopic.headers;
import static dev.vigil.ingest.testing.FrameTopic.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vigil.ingest.event.CameraEvents;
import dev.vigil.ingest.event.FrameClock;
import dev.vigil.ingest.source.SourceDescription;
import dev.vigil.ingest.testing.Clips;
import dev.vigil.ingest.testing.FrameTopic;
import dev.vigil.ingest.testing.RtspCamera;
import dev.vigil.ingest.testing.TestBroker;
import dev.vigil.runtime.metric.Metrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Real RTSP cameras: their loss, their silence, their return. */
class RtspCameraIT {
    private static final Logger log = LoggerFactory.getLogger(RtspCameraIT.class);

    @TempDir
    static Path kafka;

    @TempDir
    static Path scripts;

    private static TestBroker broker;

    @TempDir
    Path folder;

    @BeforeAll
    static void startBroker() throws Exception {
        assumeTrue(
                RtspCamera.possible(scripts),
                "Skipped: no RTSP camera here; it needs python3-gi, gir1.2-gst-rtsp-server-1.0, gstreamer1.0-rtsp and"
                        + " gstreamer1.0-plugins-base, -good, -bad and -ugly.");
        broker = new TestBroker(kafka);
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    private static Ingest start(Metrics metrics, CameraConfig... cameras) {
        IngestConfig usual = IngestConfig.of(List.of(cameras));
        IngestConfig brisk = new IngestConfig(
                usual.cameras(),
                usual.trackGap(),
                usual.bufferedFrames(),
                usual.framesAhead(),
                usual.group(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofMillis(200),
                Duration.ofSeconds(1));
        return Ingest.start(brisk, broker.config(), metrics);
    }

    private static CameraStatus status(Ingest ingest, int camera) {
        return ingest.cameras().get(camera);
    }

    @Test
    void aKilledCameraEndsItsSessionAndComesBackWithANewOneWhileOthersFeelNothing() throws Exception {
        Path clip = Clips.mp4(folder.resolve("other.mp4"), 64, 48, 2_000, 25);
        try (RtspCamera camera = new RtspCamera(folder);
                Ingest ingest = start(
                        new Metrics(),
                        CameraConfig.live("killed", camera.url()),
                        CameraConfig.live("other", clip.toString()));
                FrameTopic topic = new FrameTopic(broker.config(), "killed");
                FrameTopic other = new FrameTopic(broker.config(), "other")) {
            List<ConsumerRecord<String, byte[]>> records =
                    topic.await(r -> frames(r).size() >= 5 && headers(last(r)).clock() == FrameClock.RTP);
            assertLiveFrames(records); // the camera's own time, from its first sender report on
            assertThat(status(ingest, 0).clockDriftSeconds()).isBetween(-5.0, 1.0);
            assertThat(status(ingest, 0).stream()).isEqualTo(new SourceDescription("h264", 320, 240));

            camera.kill();
            int ended = topic.await(FrameTopic::endsEnded).size();
            await().until(() -> status(ingest, 0).state() == CameraState.WAITING
                    && status(ingest, 0).reconnects() > 0);
            assertThat(status(ingest, 0).reason()).contains("can't be reached");

            camera.start();
            records = topic.await(r -> frames(r.subList(ended, r.size())).size() >= 3);
            assertThat(type(records.get(ended))).isEqualTo(CameraEvents.STARTED);
            assertThat(headers(records.get(ended)).session())
                    .isGreaterThan(headers(records.get(0)).session());
            assertThat(headers(records.get(ended + 1)).sequence()).isZero();
            assertThat(status(ingest, 0).state()).isEqualTo(CameraState.UP);

            List<ConsumerRecord<String, byte[]>> undisturbed = frames(other.poll());
            assertThat(undisturbed)
                    .extracting(r -> headers(r).sequence())
                    .isEqualTo(LongStream.range(0, undisturbed.size()).boxed().toList());
            assertThat(status(ingest, 1).reconnects()).isZero();
        }
    }

    private static ConsumerRecord<String, byte[]> last(List<ConsumerRecord<String, byte[]>> records) {
        return records.get(records.size() - 1);
    }

    private static void assertLiveFrames(List<ConsumerRecord<String, byte[]>> records) {
        assertThat(type(records.get(0))).isEqualTo(CameraEvents.STARTED);
        List<ConsumerRecord<String, byte[]>> frames = frames(records);
        for (int i = 0; i < frames.size(); i++) {
            assertThat(headers(frames.get(i)).sequence()).isEqualTo(i);
            assertThat(headers(frames.get(i)).clock()).isIn(FrameClock.READING, FrameClock.RTP);
            assertThat(headers(frames.get(i)).width() + "x"
                            + headers(frames.get(i)).height())
                    .isEqualTo("320x240");
        }
        Duration four = Duration.between(
                headers(frames.get(0)).capturedAt(), headers(frames.get(4)).capturedAt());
        assertThat(four).isBetween(Duration.ofMillis(500), Duration.ofMillis(1_800)); // five a second of 25
    }

    @Test
    void ofFourCamerasOneAfterTheOtherIsKilledAndTheOthersLoseNoFrame() throws Exception {
        List<String> names = List.of("north", "east", "south", "west");
        Map<String, RtspCamera> cameras = new LinkedHashMap<>();
        Map<String, FrameTopic> topics = new LinkedHashMap<>();
        try {
            for (String name : names) {
                cameras.put(name, new RtspCamera(folder));
                topics.put(name, new FrameTopic(broker.config(), name));
            }
            CameraConfig[] configs = names.stream()
                    .map(name -> CameraConfig.live(name, cameras.get(name).url()))
                    .toArray(CameraConfig[]::new);
            try (Ingest ingest = start(new Metrics(), configs)) {
                for (FrameTopic topic : topics.values()) {
                    topic.await(r -> frames(r).size() >= 3);
                }
                for (int killed = 0; killed < names.size(); killed++) {
                    killAndAwait(cameras.get(names.get(killed)), topics.get(names.get(killed)));
                    for (int other = 0; other < names.size(); other++) {
                        assertThat(status(ingest, other).reconnects() > 0)
                                .as("%s after %s was killed", names.get(other), names.get(killed))
                                .isEqualTo(other <= killed);
                    }
                }
                topics.forEach((name, topic) -> assertNoFrameIsMissing(name, topic.poll()));
            }
        } finally {
            for (RtspCamera camera : cameras.values()) {
                camera.close();
            }
            topics.values().forEach(FrameTopic::close);
        }
    }

    private static void killAndAwait(RtspCamera camera, FrameTopic topic) throws Exception {
        camera.kill();
        int ended = topic.await(FrameTopic::endsEnded).size();
        camera.start();
        long back = System.nanoTime();
        topic.await(r -> frames(r.subList(ended, r.size())).size() >= 3);
        log.info(
                "three frames {} ms after a camera's return",
                Duration.ofNanos(System.nanoTime() - back).toMillis());
    }

    /** Each session's numbers follow each other from 0 on: a frame that got lost on its way would leave a gap. */
    private static void assertNoFrameIsMissing(String name, List<ConsumerRecord<String, byte[]>> records) {
        Map<String, List<Long>> sessions = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> frame : frames(records)) {
            sessions.computeIfAbsent(headers(frame).session(), session -> new ArrayList<>())
                    .add(headers(frame).sequence());
        }
        assertThat(sessions).as(name).hasSize(2);
        assertThat(sessions.values())
                .as(name)
                .allSatisfy(numbers -> assertThat(numbers)
                        .isEqualTo(LongStream.range(0, numbers.size()).boxed().toList()));
    }

    @Test
    void aCameraWhoseConnectionLivesButGivesNoPictureIsFrozen() throws Exception {
        try (RtspCamera camera = new RtspCamera(folder);
                Ingest ingest = start(new Metrics(), CameraConfig.live("frozen", camera.url()));
                FrameTopic topic = new FrameTopic(broker.config(), "frozen")) {
            topic.await(r -> frames(r).size() >= 3);

            camera.order("freeze");
            topic.await(FrameTopic::endsEnded);
            await().until(() -> status(ingest, 0).state() == CameraState.WAITING);
            assertThat(status(ingest, 0).reason()).isNotBlank();

            camera.order("thaw");
            int before = frames(topic.poll()).size();
            topic.await(r -> frames(r).size() >= before + 3);
        }
    }

    @Test
    void aChangeOfSizeInFlightIsFollowed() throws Exception {
        try (RtspCamera camera = new RtspCamera(folder);
                Ingest ingest = start(new Metrics(), CameraConfig.live("size", camera.url()));
                FrameTopic topic = new FrameTopic(broker.config(), "size")) {
            topic.await(r -> frames(r).size() >= 3);
            camera.order("640x480");

            topic.await(r -> frames(r).stream().anyMatch(frame -> headers(frame).width() == 640));
            assertThat(status(ingest, 0).state()).isEqualTo(CameraState.UP);
        }
    }

    @Test
    void credentialsAreUsedNeverShownAndWrongOnesAreToldApart() throws Exception {
        Metrics metrics = new Metrics();
        try (RtspCamera camera = new RtspCamera(folder, "admin", "geheim");
                Ingest ingest = start(
                        metrics,
                        CameraConfig.live("right", camera.url()),
                        CameraConfig.live("wrong", camera.url("admin", "verkehrt")));
                FrameTopic topic = new FrameTopic(broker.config(), "right")) {
            topic.await(r -> frames(r).size() >= 2);
            await().until(() -> status(ingest, 1).state() == CameraState.WAITING);

            assertThat(status(ingest, 1).reason()).contains("refuses the user or the password");
            camera.restartWithPassword("neu");
            await().until(() ->
                    String.valueOf(status(ingest, 0).reason()).contains("refuses the user or the password"));
            camera.restartWithPassword("geheim");
            int before = topic.poll().size();
            topic.await(r -> frames(r.subList(before, r.size())).size() >= 2);

            assertThat(ingest.cameras() + metrics.scrape())
                    .doesNotContain("geheim")
                    .doesNotContain("verkehrt");
        }
    }

    @Test
    void closingDoesNotWaitForASilentCamera() throws Exception {
        try (RtspCamera camera = new RtspCamera(folder);
                FrameTopic topic = new FrameTopic(broker.config(), "closed")) {
            Ingest ingest = start(new Metrics(), CameraConfig.live("closed", camera.url()));
            topic.await(r -> frames(r).size() >= 2);
            long began = System.nanoTime();
            ingest.close();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
            topic.await(FrameTopic::endsEnded);
        }
    }
}
