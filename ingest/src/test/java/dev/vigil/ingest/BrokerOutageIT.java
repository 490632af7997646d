package dev.vigil.ingest;

import static dev.vigil.ingest.testing.FrameTopic.frames;
import static dev.vigil.ingest.testing.FrameTopic.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vigil.ingest.event.CameraEvents;
import dev.vigil.ingest.testing.Clips;
import dev.vigil.ingest.testing.FrameTopic;
import dev.vigil.ingest.testing.TestBroker;
import dev.vigil.runtime.metric.Metrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka goes away and comes back while a camera is watched. */
class BrokerOutageIT {
    @TempDir
    Path log;

    @TempDir
    Path folder;

    @Test
    void theNewestFramesWinAndEveryGapIsCounted() throws Exception {
        Path clip = Clips.mp4(folder.resolve("a.mp4"), 64, 48, 2_000, 50);
        CameraConfig camera = new CameraConfig("door", null, clip.toString(), 50.0, 1280, 85, false, true);
        try (TestBroker broker = new TestBroker(log);
                Ingest ingest = Ingest.start(IngestConfig.of(List.of(camera)), broker.config(), new Metrics());
                FrameTopic topic = new FrameTopic(broker.config(), "door")) {
            topic.await(r -> frames(r).size() >= 5);
            assertThat(ingest.readiness().awaited()).isEmpty();

            broker.stop();
            await().atMost(Duration.ofSeconds(10)).until(() -> dropped(ingest) > 50);
            broker.start();

            int before = frames(topic.poll()).size();
            List<ConsumerRecord<String, byte[]>> records =
                    topic.await(r -> frames(r).size() > before + 40);
            await().until(() -> ingest.readiness().awaited().isEmpty());
            assertGapsAreWhatWasDropped(records, dropped(ingest));
        }
    }

    private static long dropped(Ingest ingest) {
        return ingest.cameras().get(0).framesDropped();
    }

    private static void assertGapsAreWhatWasDropped(List<ConsumerRecord<String, byte[]>> records, long dropped) {
        long gaps = 0;
        long next = 0;
        for (ConsumerRecord<String, byte[]> frame : frames(records)) {
            long sequence = headers(frame).sequence();
            assertThat(sequence).isGreaterThanOrEqualTo(next);
            gaps += sequence - next;
            next = sequence + 1;
        }
        assertThat(gaps).isEqualTo(dropped);
        assertThat(FrameTopic.type(records.get(0))).isEqualTo(CameraEvents.STARTED);
    }
}
