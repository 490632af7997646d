package dev.vigil.recognizer.decide;

import dev.vigil.recognizer.event.Alert;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.see.SeeRig;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** vigil-decide in the test driver, with a gallery in memory and a clock that stands until it is moved. */
public final class DecideRig implements AutoCloseable {
    public final FakeGallery gallery = new FakeGallery();
    public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, byte[]> sightings;
    private final TestOutputTopic<String, byte[]> recognitions;
    private final TestOutputTopic<String, byte[]> alerts;
    private final TestOutputTopic<String, byte[]> deadLetters;
    private Instant now = SeeRig.START;

    public DecideRig() {
        DecideSettings settings = new DecideSettings(
                new DecisionRule(DecisionRuleTest.CURVE, .003, .05f),
                Map.of("cam", "Front door"),
                Duration.ofMillis(25),
                5,
                new DecideSettings.AlertSettings(
                        Duration.ofHours(1),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(5),
                        Map.of("east", "hall", "west", "hall")),
                Map::of,
                .5f);
        driver = new TopologyTestDriver(
                DecideTopology.build(settings, gallery, new RecognizerMetrics(registry), new Moved()),
                SeeRig.settings(DecideTopology.APPLICATION),
                now);
        sightings =
                driver.createInputTopic(Topics.FACE_SIGHTED.name(), new StringSerializer(), new ByteArraySerializer());
        recognitions = output(Topics.FACE_RECOGNIZED.name());
        alerts = output(Topics.ALERT_RAISED.name());
        deadLetters = output(Topics.DEAD_LETTER.name());
    }

    private final class Moved extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private TestOutputTopic<String, byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
    }

    public DecideRig pipe(TestRecord<String, byte[]> record) {
        sightings.pipeInput(record);
        return this;
    }

    public DecideRig pipe(List<TestRecord<String, byte[]>> records) {
        records.forEach(this::pipe);
        return this;
    }

    /** Lets wall-clock time pass, so that what waits is put to the gallery. */
    public DecideRig pass(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
        return this;
    }

    public DecideRig ask() {
        return pass(Duration.ofMillis(25));
    }

    public List<TestRecord<String, byte[]>> records() {
        return recognitions.readRecordsToList();
    }

    public List<Recognition> recognitions() {
        return records().stream()
                .map(record -> Json.read(record.value(), Recognition.class))
                .toList();
    }

    public List<TestRecord<String, byte[]>> alerts() {
        return alerts.readRecordsToList();
    }

    static Alert alert(TestRecord<String, byte[]> record) {
        return Json.read(record.value(), Alert.class);
    }

    double suppressed(String watchlist, String reason) {
        return registry.get("vigil.alerts.suppressed")
                .tags("watchlist", watchlist, "reason", reason)
                .counter()
                .count();
    }

    /** How many cool-downs are remembered. */
    int cooling() {
        int count = 0;
        try (var entries = driver.getKeyValueStore(DecideTopology.COOLING).all()) {
            for (; entries.hasNext(); entries.next()) {
                count++;
            }
        }
        return count;
    }

    public List<TestRecord<String, byte[]>> deadLetters() {
        return deadLetters.readRecordsToList();
    }

    /** How many entries the stores still hold. */
    public int remembered() {
        int count = 0;
        for (String store : List.of(DecideTopology.PENDING, DecideTopology.EPISODES)) {
            try (var entries = driver.getKeyValueStore(store).all()) {
                while (entries.hasNext()) {
                    entries.next();
                    count++;
                }
            }
        }
        return count;
    }

    @Override
    public void close() {
        driver.close();
    }
}
