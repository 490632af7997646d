package dev.vigil.standalone.pipeline;

import dev.vigil.recognizer.event.FrameAccount;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads recognitions and accounts as any reader of committed records would, and notes when each came. Thread-safe. */
final class EventTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventTail.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration START = Duration.ofSeconds(30);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread thread = new Thread(this::follow, "vigil-bench-tail");
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private volatile @Nullable Exception failure;

    /**
     * When a decision passed each stage.
     *
     * @param timings as the event says
     * @param receivedAt when the reader had it
     * @param atEnd whether it was told only when its track had ended, of a frame before its last one: it waited for that, not for us
     */
    record Decided(Recognition.Timings timings, Instant receivedAt, boolean atEnd) {}

    /** What has come of one session, of whichever cameras. */
    private static final class Session {
        private final List<Decided> decided = new ArrayList<>();
        private final Set<String> open = new HashSet<>();
        private final Set<String> over = new HashSet<>();
        private long processed;
        private long skipped;
    }

    /**
     * What had come of a session when it was asked.
     *
     * @param decided events that tell something new of a track that is on
     * @param camerasOver whose last account has come
     * @param tracksOpen that were opened and not yet closed
     * @param processed frames
     * @param skipped frames, with their reason accounted for
     */
    record Heard(List<Decided> decided, int camerasOver, int tracksOpen, long processed, long skipped) {}

    /** Reads on from where the topics end now. */
    EventTail(KafkaConfig kafka) {
        Map<String, Object> settings = kafka.client();
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", "false");
        settings.put("auto.offset.reset", "earliest");
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = Stream.of(Topics.FACE_RECOGNIZED, Topics.FRAME_ACCOUNTED)
                .flatMap(topic -> consumer.partitionsFor(topic.name(), START).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.endOffsets(partitions, START).forEach(consumer::seek);
        thread.start();
    }

    private void follow() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    read(record, Instant.now());
                }
            }
        } catch (WakeupException e) {
            LOG.debug("closed");
        } catch (Exception e) { // the edge of a thread
            failure = e;
        }
    }

    private void read(ConsumerRecord<String, byte[]> record, Instant now) {
        String type = String.valueOf(EventHeaders.typeOf(record.headers()));
        if (type.equals(Recognition.TYPE)) {
            recognized(Json.read(record.value(), Recognition.class), now);
        } else if (type.equals(FrameAccount.TYPE)) {
            account(Json.read(record.value(), FrameAccount.class));
        }
    }

    private void recognized(Recognition event, Instant now) {
        String track = event.track().id();
        Session session = session(track.split("/", -1)[1]);
        synchronized (session) {
            if (event.phase() == Recognition.Phase.CLOSED) {
                session.open.remove(track);
                return;
            }
            session.open.add(track);
            boolean atEnd = !event.track().lastSeen().equals(event.timings().capturedAt());
            session.decided.add(new Decided(event.timings(), now, atEnd));
        }
    }

    private void account(FrameAccount account) {
        Session session = session(account.session());
        synchronized (session) {
            session.processed += account.processed();
            session.skipped += account.skipped().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            if (account.last()) {
                session.over.add(account.camera());
            }
        }
    }

    private Session session(String id) {
        return sessions.computeIfAbsent(id, any -> new Session());
    }

    /**
     * What has come of a session so far.
     *
     * @throws IllegalStateException if the topics can't be read any more
     */
    Heard heard(String id) {
        Exception cause = failure;
        if (cause != null) {
            throw new IllegalStateException("The events can't be read any more.", cause);
        }
        Session session = session(id);
        synchronized (session) {
            return new Heard(
                    List.copyOf(session.decided),
                    session.over.size(),
                    session.open.size(),
                    session.processed,
                    session.skipped);
        }
    }

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        thread.join(START.toMillis());
    }
}
