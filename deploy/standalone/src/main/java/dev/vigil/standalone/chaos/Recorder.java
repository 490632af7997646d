package dev.vigil.standalone.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigil.ingest.event.CameraEvents;
import dev.vigil.ingest.event.FrameHeaders;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.recognizer.stream.DeadLetter;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.TopicSpec;
import dev.vigil.runtime.topic.Topics;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all topics of a run from their beginning, committed records only, on a thread of its own; while it runs, since frames are kept
 * for minutes only. Thread-safe.
 */
final class Recorder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Recorder.class);

    static final String APPEARANCES = "vigil-decide-appearances-repartition";

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> TOPICS = List.of(
            Topics.FRAME_CAPTURED.name(),
            Topics.FACE_SIGHTED.name(),
            Topics.FRAME_ACCOUNTED.name(),
            Topics.FACE_RECOGNIZED.name(),
            Topics.ALERT_RAISED.name(),
            Topics.DEAD_LETTER.name(),
            APPEARANCES);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Thread thread = new Thread(this::follow, "vigil-chaos-recorder");
    private final List<Recorded.Frame> frames = new ArrayList<>();
    private final Map<String, List<Recorded.Event>> events = new HashMap<>();
    private final Map<TopicPartition, Long> lastData = new HashMap<>();
    private final Map<String, Instant> processedSince = new HashMap<>();
    private final List<Poison.Place> deadLetters = new ArrayList<>();
    private final List<Poison.Place> unreadable = new ArrayList<>();
    private final Map<String, Instant> accountRead = new HashMap<>();
    private @Nullable Exception failure;
    private volatile boolean closing;

    private Recorder(KafkaConsumer<String, byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Begins. */
    static Recorder start(KafkaConfig kafka) {
        Map<String, Object> settings = kafka.client();
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", "false");
        settings.put("client.id", "vigil-chaos");
        settings.put("default.api.timeout.ms", Long.toString(PATIENCE.toMillis()));
        Recorder recorder =
                new Recorder(new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer()));
        recorder.thread.start();
        return recorder;
    }

    private void follow() {
        Set<TopicPartition> known = new HashSet<>();
        long lookAt = System.nanoTime();
        try (consumer) {
            while (!closing) {
                if (System.nanoTime() - lookAt >= 0
                        && known.stream().noneMatch(one -> one.topic().equals(APPEARANCES))) {
                    assign(known);
                    lookAt = System.nanoTime() + LOOK_AGAIN.toNanos();
                }
                for (ConsumerRecord<String, byte[]> each : consumer.poll(POLL)) {
                    read(each);
                }
            }
        } catch (WakeupException e) {
            if (!closing) {
                fail(e);
            }
        } catch (RuntimeException e) { // the edge of the thread
            fail(e);
        }
    }

    /** The streams make one of the topics themselves, when they start. */
    private void assign(Set<TopicPartition> known) {
        try {
            Set<TopicPartition> more = new HashSet<>(known);
            consumer.listTopics().forEach((topic, partitions) -> {
                if (TOPICS.contains(topic)) {
                    partitions.forEach(one -> more.add(new TopicPartition(topic, one.partition())));
                }
            });
            if (!more.equals(known)) {
                consumer.assign(more);
                known.addAll(more);
            }
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            log.debug("A broker is away; which topics there are is asked again", e);
        }
    }

    private synchronized void fail(Exception e) {
        failure = e;
    }

    private synchronized void read(ConsumerRecord<String, byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        lastData.put(partition, record.offset());
        Poison.Place place = new Poison.Place(record.topic(), record.partition(), record.offset());
        try {
            if (record.topic().equals(Topics.FRAME_CAPTURED.name())) {
                frame(record);
            } else if (record.topic().equals(Topics.DEAD_LETTER.name())) {
                deadLetters.add(cameFrom(record));
            } else if (isEvent(record)) {
                event(record, place);
            }
        } catch (IllegalArgumentException | UncheckedIOException e) {
            unreadable.add(place); // whether it had to be readable is for the checks to say
        }
    }

    private static Poison.Place cameFrom(ConsumerRecord<String, byte[]> letter) {
        return new Poison.Place(
                header(letter, DeadLetter.TOPIC),
                Integer.parseInt(header(letter, DeadLetter.PARTITION)),
                Long.parseLong(header(letter, DeadLetter.OFFSET)));
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        if (header == null || header.value() == null) {
            throw new IllegalArgumentException("The header " + name + " is missing.");
        }
        return new String(header.value(), UTF_8);
    }

    private static boolean isEvent(ConsumerRecord<String, byte[]> record) {
        String type = EventHeaders.typeOf(record.headers());
        return !record.topic().equals(APPEARANCES)
                && (!record.topic().equals(Sighting.TYPE) || Sighting.TYPE.equals(type));
    }

    private void frame(ConsumerRecord<String, byte[]> record) {
        String camera = record.key() == null ? "" : record.key();
        @Nullable FrameHeaders headers;
        try {
            headers = FrameHeaders.read(record.headers());
        } catch (IllegalArgumentException | ArithmeticException e) {
            headers = null; // as the recognizer, which counts it without a number
        }
        String type = headers == null ? "" : headers.event().type();
        boolean known =
                type.equals(CameraEvents.FRAME) || type.equals(CameraEvents.STARTED) || type.equals(CameraEvents.ENDED);
        if (headers == null
                || !known
                || headers.sequence() < 0
                || headers.session().isBlank()) {
            frames.add(new Recorded.Frame(Recorded.Kind.UNREADABLE, camera, "", -1, record.offset()));
            return;
        }
        Recorded.Kind kind = switch (type) {
            case CameraEvents.STARTED -> Recorded.Kind.STARTED;
            case CameraEvents.ENDED -> Recorded.Kind.ENDED;
            default -> Recorded.Kind.FRAME;
        };
        frames.add(new Recorded.Frame(kind, camera, headers.session(), headers.sequence(), record.offset()));
    }

    private void event(ConsumerRecord<String, byte[]> record, Poison.Place place) {
        if (record.value() == null || !(Json.read(record.value(), JsonNode.class) instanceof ObjectNode value)) {
            throw new IllegalArgumentException("The value is no JSON object.");
        }
        value.remove(List.of("crop", "embedding", "face", "shots", "candidates"));
        Recorded.Event event = new Recorded.Event(
                EventHeaders.read(record.headers()).id(), place, digest(record.value()), value, Instant.now());
        events.computeIfAbsent(record.topic(), topic -> new ArrayList<>()).add(event);
        boolean processed = event.text("/service").equals("recognizer") && event.number("processed") > 0;
        if (record.topic().equals(Topics.FRAME_ACCOUNTED.name()) && processed) {
            processed(event.text("/camera"), event.time("/since"));
        }
    }

    /** A recognizer's clock may be wrong: a period can't have begun after the account before it was read. */
    private void processed(String camera, Instant since) {
        Instant before = accountRead.getOrDefault(camera, Instant.MIN);
        Instant surely = since.isAfter(before) ? before : since;
        processedSince.merge(camera, surely, (one, other) -> one.isAfter(other) ? one : other);
        accountRead.put(camera, Instant.now());
    }

    private static String digest(byte[] value) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    /** Whether all these cameras have had frames looked at, and accounted for, in a period that began after that moment. */
    synchronized boolean processedSince(List<String> cameras, Instant moment) {
        return cameras.stream()
                .allMatch(camera ->
                        processedSince.getOrDefault(camera, Instant.MIN).isAfter(moment));
    }

    /** What has been read so far. */
    synchronized Recorded recorded() {
        return new Recorded(
                frames,
                of(Topics.FRAME_ACCOUNTED),
                of(Topics.FACE_SIGHTED),
                of(Topics.FACE_RECOGNIZED),
                of(Topics.ALERT_RAISED),
                deadLetters,
                unreadable,
                lastData);
    }

    private List<Recorded.Event> of(TopicSpec topic) {
        return events.getOrDefault(topic.name(), List.of());
    }

    /** Why it reads no more, where that is so. */
    synchronized Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        consumer.wakeup();
        thread.join(STOP.toMillis());
    }
}
