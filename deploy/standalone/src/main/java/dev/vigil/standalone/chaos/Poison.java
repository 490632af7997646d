package dev.vigil.standalone.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.ingest.event.CameraEvents;
import dev.vigil.ingest.event.FrameClock;
import dev.vigil.ingest.event.FrameHeaders;
import dev.vigil.recognizer.event.Alert;
import dev.vigil.recognizer.event.FrameAccount;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what no service of ours would, and remembers where it lies. What bears the number of a frame is of a camera of its own, so
 * that it is accounted for like any other; nothing takes a number of a real camera. Thread-safe.
 */
final class Poison implements AutoCloseable {
    /** Whose frames it makes. */
    static final String CAMERA = "poison";

    private static final Logger log = LoggerFactory.getLogger(Poison.class);
    private static final int LARGE = 900 * 1024;
    /** As large as a frame may be, less what its headers take. */
    private static final int LARGEST = Topics.MAX_RECORD_BYTES - 4 * 1024;

    private static final Duration CLOSING = Duration.ofSeconds(30);
    /** The beginning of a JPEG. */
    private static final byte[] CUT_OFF = {
        (byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0
    };

    private final KafkaProducer<String, byte[]> producer;
    private final List<String> cameras;
    private final Random random;
    private final Set<Place> places = new HashSet<>();
    private int bursts;

    /** Where a record lies. */
    record Place(String topic, int partition, long offset) {}

    /**
     * Nothing is written yet.
     *
     * @param cameras the real ones, which some of it claims to be of
     */
    Poison(KafkaConfig kafka, List<String> cameras, long seed) {
        Map<String, Object> settings = kafka.client();
        settings.put("max.request.size", Integer.toString(2 * Topics.MAX_RECORD_BYTES));
        settings.put("client.id", "vigil-chaos-poison");
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        this.cameras = List.copyOf(cameras);
        this.random = new Random(seed);
    }

    /** Some of each kind. */
    void burst() {
        frames();
        numbered("s" + ++bursts);
        sightings();
        for (String topic : List.of(Recorder.APPEARANCES, Topics.DEAD_LETTER.name(), Topics.GALLERY_AUDITED.name())) {
            send(topic, camera(), garbage(), Map.of());
            send(topic, camera(), "{\"version\": 7}".getBytes(UTF_8), Map.of());
            send(topic, camera(), null, Map.of());
        }
        for (String type : List.of(FrameAccount.TYPE, Recognition.TYPE, Alert.TYPE)) {
            send(type, camera(), garbage(), Map.of());
            send(type, camera(), null, event(type));
            send(type, camera(), "[1, {\"version\": 7}]".getBytes(UTF_8), event(type));
            send(type, null, garbage(), event(type));
        }
        for (String key : List.of("garbage", "person:", "face:nobody", "key:\u0000")) {
            send(Topics.GALLERY_CHANGED.name(), key, garbage(), Map.of());
        }
    }

    /** Whose headers nobody can read. */
    private void frames() {
        String topic = Topics.FRAME_CAPTURED.name();
        send(topic, camera(), garbage(), Map.of());
        send(topic, null, garbage(), Map.of());
        send(topic, camera(), null, Map.of());
        Map<String, String> whole = frame("x", 0, CameraEvents.FRAME);
        for (String header : whole.keySet()) {
            if (header.startsWith("ce_")) {
                send(topic, camera(), CUT_OFF, with(whole, header, ""));
            }
        }
        send(topic, camera(), CUT_OFF, with(whole, "ce_sequence", "-1"));
        send(topic, camera(), CUT_OFF, with(whole, "ce_sequence", "99999999999999999999"));
        send(topic, camera(), CUT_OFF, with(whole, "ce_time", "+999999999-12-31T23:59:59Z"));
        send(topic, camera(), CUT_OFF, with(whole, "ce_type", "vigil.frame.captured.v2"));
        send(topic, camera(), CUT_OFF, with(whole, "ce_specversion", "0.3"));
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> others = new LinkedHashMap<>(headers);
        others.put(name, value);
        return others;
    }

    /** Whose headers are right, and whose pictures are none. */
    private void numbered(String session) {
        String topic = Topics.FRAME_CAPTURED.name();
        byte[] large = new byte[LARGEST];
        random.nextBytes(large);
        List<byte @Nullable []> pictures =
                Arrays.asList(null, new byte[0], garbage(), CUT_OFF, "{\"version\": 7}".getBytes(UTF_8), large);
        marker(session, 0, CameraEvents.STARTED);
        for (int i = 0; i < pictures.size(); i++) {
            send(topic, CAMERA, pictures.get(i), frame(session, i, CameraEvents.FRAME));
        }
        marker(session, pictures.size(), CameraEvents.ENDED);
    }

    /** Nothing is wrong with it. */
    private void marker(String session, long sequence, String type) {
        RecordHeaders headers = new RecordHeaders();
        frame(session, sequence, type).forEach((name, text) -> headers.add(name, text.getBytes(UTF_8)));
        var unused =
                producer.send(new ProducerRecord<>(Topics.FRAME_CAPTURED.name(), null, CAMERA, new byte[0], headers));
    }

    private static Map<String, String> frame(String session, long sequence, String type) {
        Map<String, String> headers = event(type);
        FrameHeaders.extensions(session, sequence, 640, 360, Instant.now(), FrameClock.MEDIA)
                .forEach((name, value) -> headers.put("ce_" + name, value));
        return headers;
    }

    private void sightings() {
        String topic = Topics.FACE_SIGHTED.name();
        byte[] large = new byte[LARGE];
        Arrays.fill(large, (byte) '[');
        send(topic, camera(), garbage(), Map.of());
        send(topic, null, null, Map.of());
        send(topic, camera(), null, event(Sighting.TYPE));
        send(topic, camera(), garbage(), event(Sighting.TYPE));
        send(topic, camera(), large, event(Sighting.TYPE));
        send(topic, camera(), "{\"version\": 7, \"track\": {\"id\": 1}}".getBytes(UTF_8), event(Sighting.TYPE));
        send(topic, camera(), "{\"model\": {}, \"shots\": [{}]}".getBytes(UTF_8), event(Sighting.TYPE));
        send(topic, camera(), "{}".getBytes(UTF_8), event("vigil.face.sighted.v2"));
    }

    private static Map<String, String> event(String type) {
        RecordHeaders headers = new RecordHeaders();
        new EventHeaders(
                        "poison-" + UUID.randomUUID(),
                        type,
                        "/cameras/" + CAMERA,
                        Instant.now(),
                        null,
                        "application/json",
                        null,
                        Map.of())
                .writeTo(headers);
        Map<String, String> texts = new LinkedHashMap<>();
        headers.forEach(header -> texts.put(header.key(), new String(header.value(), UTF_8)));
        return texts;
    }

    private String camera() {
        return cameras.get(random.nextInt(cameras.size()));
    }

    private byte[] garbage() {
        byte[] bytes = new byte[1 + random.nextInt(200)];
        random.nextBytes(bytes);
        bytes[0] = 0; // so that it begins no JSON
        return bytes;
    }

    private void send(String topic, @Nullable String key, byte @Nullable [] value, Map<String, String> headers) {
        RecordHeaders all = new RecordHeaders();
        headers.forEach((name, text) -> all.add(name, text.getBytes(UTF_8)));
        var unused = producer.send(new ProducerRecord<>(topic, null, key, value, all), (written, failure) -> {
            if (failure == null) {
                remember(new Place(written.topic(), written.partition(), written.offset()));
            } else {
                log.debug("Kafka did not take a poisoned record of {}", topic, failure); // it is nowhere, then
            }
        });
    }

    private synchronized void remember(Place place) {
        places.add(place);
    }

    /** How many Kafka has taken so far; never waits, since Kafka may be away. */
    synchronized int count() {
        return places.size();
    }

    /** Where they lie; everything that was sent is written, or refused. */
    Set<Place> places() {
        producer.flush();
        synchronized (this) {
            return Set.copyOf(places);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSING);
    }
}
