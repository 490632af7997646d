package dev.vigil.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vigil.ingest.event.FrameClock;
import dev.vigil.ingest.event.FrameHeaders;
import dev.vigil.ingest.source.Jpeg;
import dev.vigil.runtime.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublisherTest {
    private static final Node NODE = new Node(1, "127.0.0.1", 9);

    /** A Kafka that answers only when it is told to, and can refuse to take anything. */
    private static final class Stalled extends MockProducer<String, byte[]> {
        final AtomicInteger timeouts = new AtomicInteger();

        Stalled() {
            super(cluster(), false, new RoundRobinPartitioner(), new StringSerializer(), new ByteArraySerializer());
        }

        private static Cluster cluster() {
            PartitionInfo only =
                    new PartitionInfo(Topics.FRAME_CAPTURED.name(), 0, NODE, new Node[] {NODE}, new Node[] {NODE});
            return new Cluster("x", List.of(NODE), List.of(only), java.util.Set.of(), java.util.Set.of());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
            if (timeouts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                callback.onCompletion(null, new TimeoutException("no metadata"));
                return java.util.concurrent.CompletableFuture.failedFuture(new TimeoutException("no metadata"));
            }
            return super.send(record, callback);
        }

        /** What was handed to it, as {@code session:type-or-sequence}. */
        synchronized List<String> seen() {
            return history().stream().map(Stalled::label).toList();
        }

        private static String label(ProducerRecord<String, byte[]> record) {
            FrameHeaders headers = FrameHeaders.read(record.headers());
            String type = headers.event().type();
            return headers.session() + ":" + (headers.marker() ? type.split("\\.", -1)[2] : headers.sequence());
        }
    }

    private static final class Counts implements LaneListener {
        final AtomicInteger published = new AtomicInteger();
        final java.util.concurrent.ConcurrentHashMap<String, Integer> dropped =
                new java.util.concurrent.ConcurrentHashMap<>();

        @Override
        public void published(Outgoing.Place frame) {
            published.incrementAndGet();
        }

        @Override
        public void dropped(Outgoing.Place frame, String reason) {
            dropped.merge(reason, 1, Integer::sum);
        }
    }

    private final Stalled kafka = new Stalled();
    private final Counts counts = new Counts();
    private final Publisher publisher = new Publisher(kafka, "127.0.0.1:9", () -> {
        throw new IllegalStateException("not used here");
    });

    @AfterEach
    void close() {
        publisher.close(Duration.ZERO);
    }

    private static Outgoing.Place place(String camera, String session, long sequence) {
        return new Outgoing.Place(camera, session, sequence, Instant.now(), FrameClock.READING);
    }

    private static void frames(Lane lane, String session, int from, int to) throws InterruptedException {
        for (int i = from; i < to; i++) {
            lane.awaitRoom();
            lane.put(Outgoing.frame(place("door", session, i), new Jpeg(new byte[10], 4, 3)));
        }
    }

    private void awaitSeen(int count) {
        await().atMost(Duration.ofSeconds(5)).until(() -> kafka.seen().size() >= count);
    }

    /** Acknowledges everything until {@code count} records were seen and nothing more comes. */
    private void acknowledgeAll(int count) {
        await().atMost(Duration.ofSeconds(5)).until(() -> {
            while (kafka.completeNext()) {
                Thread.onSpinWait();
            }
            return kafka.seen().size() == count;
        });
        while (kafka.completeNext()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void ofAStalledKafkaTheNewestFramesWinAndMarkersStay() throws InterruptedException {
        Lane lane = publisher.lane(new Lane.Settings(3, 2, true), counts);
        lane.mark(Outgoing.started(place("door", "s", 0)));
        frames(lane, "s", 0, 1);
        awaitSeen(2);

        frames(lane, "s", 1, 20);
        lane.mark(Outgoing.ended(place("door", "s", 20)));

        assertThat(kafka.seen()).containsExactly("s:started", "s:0");
        assertThat(counts.dropped).containsEntry(Lane.BUFFER_FULL, 16);
        acknowledgeAll(6);
        assertThat(kafka.seen()).containsExactly("s:started", "s:0", "s:17", "s:18", "s:19", "s:ended");
        assertThat(counts.published).hasValue(4);
    }

    @Test
    void sessionsOfWhichNothingIsLeftAreLeftOutSoThatMarkersStayBounded() throws InterruptedException {
        Lane lane = publisher.lane(new Lane.Settings(2, 1, true), counts);
        lane.mark(Outgoing.started(place("door", "first", 0)));
        awaitSeen(1);
        for (int session = 0; session < 100; session++) {
            String id = "s" + session;
            lane.mark(Outgoing.started(place("door", id, 0)));
            frames(lane, id, 0, session % 2);
            lane.mark(Outgoing.ended(place("door", id, session % 2)));
        }

        acknowledgeAll(7);
        assertThat(kafka.seen())
                .containsExactly(
                        "first:started", "s97:started", "s97:0", "s97:ended", "s99:started", "s99:0", "s99:ended");
    }

    @Test
    void aLaneThatWaitsLosesNothing() throws Exception {
        Lane lane = publisher.lane(new Lane.Settings(3, 2, false), counts);
        Thread camera = new Thread(() -> {
            try {
                frames(lane, "s", 0, 50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        camera.start();
        awaitSeen(2);
        await().until(() -> camera.getState() == Thread.State.WAITING);

        acknowledgeAll(50);
        camera.join();
        assertThat(kafka.seen())
                .isEqualTo(IntStream.range(0, 50).mapToObj(i -> "s:" + i).toList());
        assertThat(counts.dropped).isEmpty();
    }

    @Test
    void camerasTakeTurns() throws InterruptedException {
        Lane busy = publisher.lane(new Lane.Settings(100, 1, true), counts);
        Lane calm = publisher.lane(new Lane.Settings(100, 1, true), counts);
        frames(busy, "busy", 0, 50);
        frames(calm, "calm", 0, 2);

        acknowledgeAll(52);
        assertThat(kafka.seen().subList(0, 6)).contains("calm:0", "calm:1");
    }

    @Test
    void whatKafkaCouldNotTakeYetIsSentAgainInOrder() throws InterruptedException {
        kafka.timeouts.set(3);
        Lane lane = publisher.lane(new Lane.Settings(10, 4, true), counts);
        frames(lane, "s", 0, 5);

        acknowledgeAll(5);
        assertThat(kafka.seen()).containsExactly("s:0", "s:1", "s:2", "s:3", "s:4");
        assertThat(publisher.awaited()).isEmpty();
    }

    @Test
    void aRecordThatKafkaRefusesIsCountedAndTheNextGoesOn() throws InterruptedException {
        Lane lane = publisher.lane(new Lane.Settings(10, 1, true), counts);
        frames(lane, "s", 0, 2);
        awaitSeen(1);
        kafka.errorNext(new RecordTooLargeException("too large"));
        awaitSeen(2);
        kafka.completeNext();

        await().until(() -> counts.published.get() == 1);
        assertThat(counts.dropped).containsEntry("refused", 1);
    }

    @Test
    void itIsReadyWhenTheTopicIsThereAndSaysWhatItAwaitsUntilThen() {
        await().until(() -> publisher.awaited().isEmpty());

        Stalled away = new Stalled();
        away.partitionsForException = new TimeoutException("Topic not present");
        Publisher waiting = new Publisher(away, "broker:9092", () -> {
            throw new IllegalStateException("not used here");
        });
        assertThat(waiting.awaited())
                .hasValueSatisfying(sentence ->
                        assertThat(sentence).contains("broker:9092").contains(Topics.FRAME_CAPTURED.name()));
        away.partitionsForException = null;
        await().until(() -> waiting.awaited().isEmpty());
        waiting.close(Duration.ZERO);
    }

    @Test
    void closingSendsWhatIsLeft() throws Exception {
        Lane lane = publisher.lane(new Lane.Settings(10, 1, true), counts);
        frames(lane, "s", 0, 3);
        Outgoing marker = Outgoing.ended(place("door", "s", 3));
        lane.mark(marker);
        Thread closing = new Thread(() -> publisher.close(Duration.ofSeconds(5)));
        closing.start();

        acknowledgeAll(4);
        closing.join();
        assertThat(marker.delivered()).isCompletedWithValue(true);
        assertThat(kafka.closed()).isTrue();
    }
}
