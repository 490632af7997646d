package dev.vigil.standalone.pipeline;

import dev.vigil.ingest.event.CameraEvents;
import dev.vigil.ingest.event.FrameClock;
import dev.vigil.ingest.event.FrameHeaders;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.event.TraceParent;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Cameras as the recognizer sees them: frames with their headers and markers, live at their rate or all at once beforehand. For one
 * thread.
 */
final class FrameFeed implements AutoCloseable {
    private static final int MIB = 1024 * 1024;
    private static final int PHASE = 7;

    private final Scenes scenes;
    private final KafkaConfig kafka;
    private final KafkaProducer<String, byte[]> live;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    FrameFeed(Scenes scenes, KafkaConfig kafka) {
        this.scenes = scenes;
        this.kafka = kafka;
        this.live = producer(Map.of());
    }

    /** By how many tenths of a second a camera is ahead of the first, so that they do not all cut at once. */
    static int phase(int camera) {
        return camera * PHASE;
    }

    /** Ids of cameras that spread evenly over the partitions, as many would by chance. */
    static List<String> cameras(int count, int partitions) {
        List<String> cameras = new ArrayList<>();
        for (int number = 0; cameras.size() < count; number++) {
            String id = "bench-" + number;
            int partition = Utils.toPositive(Utils.murmur2(id.getBytes(StandardCharsets.UTF_8))) % partitions;
            if (partition == cameras.size() % partitions) {
                cameras.add(id);
            }
        }
        return cameras;
    }

    private KafkaProducer<String, byte[]> producer(Map<String, Object> more) {
        Map<String, Object> settings = kafka.client();
        settings.put("acks", "all");
        settings.put("linger.ms", 0);
        settings.put("buffer.memory", 64 * MIB);
        settings.put("max.request.size", Topics.MAX_RECORD_BYTES);
        settings.putAll(more);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /**
     * Publishes {@code each} frames of each camera in one transaction: no reader sees one before all are there. Their clock is that
     * of files, so that none is too old.
     *
     * @return how many frames
     */
    long beforehand(List<String> cameras, String session, int each) {
        Map<String, Object> settings =
                Map.of("transactional.id", "vigil-bench-" + session, "batch.size", 2 * MIB, "linger.ms", 20);
        try (KafkaProducer<String, byte[]> producer = producer(settings)) {
            producer.initTransactions();
            producer.beginTransaction();
            Instant start = Instant.now();
            for (int n = 0; n < each; n++) {
                Instant at = start.plusMillis(n * 1000L / Scenes.RATE);
                for (int camera = 0; camera < cameras.size(); camera++) {
                    FrameHeaders headers = headers(cameras.get(camera), session, n, at, FrameClock.MEDIA);
                    var unused = producer.send(record(headers, cameras.get(camera), scenes.at(n + phase(camera))));
                }
            }
            for (String camera : cameras) {
                var unused = producer.send(marker(camera, session, each, FrameClock.MEDIA));
            }
            producer.commitTransaction(); // throws where one of them failed
        }
        return (long) each * cameras.size();
    }

    /**
     * Publishes the frames of cameras as they come, for so long, and then the ends of their sessions.
     *
     * @param rate of each, in frames a second, a divisor of {@value Scenes#RATE}
     * @return how many frames
     * @throws IllegalStateException if Kafka does not take them
     */
    long live(List<String> cameras, String session, int rate, Duration time) {
        int step = Scenes.RATE / rate;
        long start = System.nanoTime();
        long each = time.toMillis() * rate / 1000;
        long gap = 1_000_000_000L / rate;
        for (long n = 0; n < each; n++) {
            for (int camera = 0; camera < cameras.size(); camera++) {
                awaitTime(start + n * gap + gap * camera / cameras.size());
                FrameHeaders headers = headers(cameras.get(camera), session, n, Instant.now(), FrameClock.READING);
                send(record(headers, cameras.get(camera), scenes.at(n * step + phase(camera))));
            }
        }
        cameras.forEach(camera -> send(marker(camera, session, each, FrameClock.READING)));
        live.flush();
        Exception cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("Kafka did not take a frame of the bench.", cause);
        }
        return each * cameras.size();
    }

    private static void awaitTime(long due) {
        long left = due - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = due - System.nanoTime();
        }
    }

    private void send(ProducerRecord<String, byte[]> record) {
        var unused = live.send(record, (where, cause) -> {
            if (cause instanceof KafkaException) {
                failure.compareAndSet(null, cause);
            }
        });
    }

    private static FrameHeaders headers(String camera, String session, long n, Instant at, FrameClock clock) {
        return new FrameHeaders(
                event(camera, session, n, at, CameraEvents.FRAME, clock), session, n, 1280, 720, at, clock);
    }

    private static EventHeaders event(
            String camera, String session, long n, Instant at, String type, FrameClock clock) {
        boolean frame = type.equals(CameraEvents.FRAME);
        return new EventHeaders(
                camera + "/" + session + "/" + n + (frame ? "" : "/" + type),
                type,
                "/cameras/" + camera,
                Instant.now(),
                camera,
                frame ? "image/jpeg" : null,
                TraceParent.begin(),
                FrameHeaders.extensions(session, n, frame ? 1280 : 0, frame ? 720 : 0, at, clock));
    }

    private static ProducerRecord<String, byte[]> record(FrameHeaders headers, String camera, byte[] jpeg) {
        RecordHeaders record = new RecordHeaders();
        headers.event().writeTo(record);
        return new ProducerRecord<>(Topics.FRAME_CAPTURED.name(), null, null, camera, jpeg, record);
    }

    private static ProducerRecord<String, byte[]> marker(String camera, String session, long next, FrameClock clock) {
        RecordHeaders record = new RecordHeaders();
        event(camera, session, next, Instant.now(), CameraEvents.ENDED, clock).writeTo(record);
        return new ProducerRecord<>(Topics.FRAME_CAPTURED.name(), null, null, camera, new byte[0], record);
    }

    @Override
    public void close() {
        live.close();
    }
}
