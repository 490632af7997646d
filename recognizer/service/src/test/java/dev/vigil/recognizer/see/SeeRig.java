package dev.vigil.recognizer.see;

import dev.vigil.ingest.event.FrameClock;
import dev.vigil.recognizer.event.FrameAccount;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.recognizer.live.LiveView;
import dev.vigil.recognizer.stream.GroupProtocol;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.recognizer.stream.StreamSettings;
import dev.vigil.recognizer.track.MotionGate;
import dev.vigil.recognizer.track.TrackerSettings;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** vigil-see in the test driver, with a scripted eye and a clock that stands until it is moved. */
public final class SeeRig implements AutoCloseable {
    public static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    static final SeeSettings SETTINGS = new SeeSettings(
            CameraSight.DEFAULT,
            Map.of("gated", new CameraSight(TrackerSettings.DEFAULT, LookSettings.DEFAULT, MotionGate.DEFAULT)),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            () -> new Recognition.ModelRef("rfb-320", "mobilefacenet-512"));

    /** What looks; may be exchanged at any time. */
    final AtomicReference<Recognition.ModelRef> model =
            new AtomicReference<>(SETTINGS.model().get());

    public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final ScriptedEye eye = new ScriptedEye();
    public final LiveView live = new LiveView();
    public long logEnd;
    /** How long frames wait for the eye. */
    Duration waited = Duration.ZERO;

    private final TopologyTestDriver driver;
    private final TestInputTopic<String, byte[]> frames;
    private final TestOutputTopic<String, byte[]> sightings;
    private final TestOutputTopic<String, byte[]> accounts;
    private final TestOutputTopic<String, byte[]> deadLetters;
    private long written;

    public SeeRig() {
        this(START);
    }

    SeeRig(Instant start) {
        Eyes eyes = new Eyes() {
            @Override
            public <T> T lend(Function<FaceEye, T> work) {
                return work.apply(eye);
            }
        };
        driver = new TopologyTestDriver(
                SeeTopology.build(
                        new SeeSettings(
                                SETTINGS.standard(),
                                SETTINGS.cameras(),
                                SETTINGS.maxFrameAge(),
                                SETTINGS.silence(),
                                SETTINGS.accountEvery(),
                                model::get),
                        eyes,
                        live,
                        partition -> OptionalLong.of(logEnd),
                        new RecognizerMetrics(registry),
                        ((InstantSource) () -> start.plus(waited)).withZone(ZoneOffset.UTC)),
                settings(SeeTopology.APPLICATION),
                start);
        frames = driver.createInputTopic(
                Topics.FRAME_CAPTURED.name(), new StringSerializer(), new ByteArraySerializer());
        sightings = output(Topics.FACE_SIGHTED.name());
        accounts = output(Topics.FRAME_ACCOUNTED.name());
        deadLetters = output(Topics.DEAD_LETTER.name());
    }

    /** The settings of an application as it runs, for the test driver. */
    public static Properties settings(String application) {
        StreamSettings settings = new StreamSettings(
                application, 1, Duration.ofMillis(100), Duration.ofMillis(100), null, 1, 0, GroupProtocol.CLASSIC);
        return settings.properties(new KafkaConfig("test:9092", Map.of()));
    }

    private TestOutputTopic<String, byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
    }

    public SeeRig pipe(TestRecord<String, byte[]> record) {
        frames.pipeInput(record);
        written++;
        logEnd = written;
        return this;
    }

    /** What is followed of a camera was seen with these networks, as after a restart with others. */
    SeeRig seenWith(String camera, Recognition.ModelRef model) {
        KeyValueStore<String, CameraState> cameras = driver.getKeyValueStore(SeeTopology.CAMERAS);
        cameras.put(camera, cameras.get(camera).with(model));
        return this;
    }

    /** Lets wall-clock time pass. */
    public SeeRig pass(Duration time) {
        driver.advanceWallClockTime(time);
        return this;
    }

    /** Everything on the topic of sightings since it was last asked for, markers too. */
    public List<TestRecord<String, byte[]>> out() {
        return sightings.readRecordsToList();
    }

    public List<TestRecord<String, byte[]>> deadLetters() {
        return deadLetters.readRecordsToList();
    }

    public List<FrameAccount> accounts() {
        return accounts.readValuesToList().stream()
                .map(bytes -> Json.read(bytes, FrameAccount.class))
                .toList();
    }

    /** The sightings among {@code records}. */
    public static List<Sighting> sightings(List<TestRecord<String, byte[]>> records) {
        List<Sighting> found = new ArrayList<>();
        for (TestRecord<String, byte[]> record : records) {
            if (record.value().length > 0) {
                found.add(Json.read(record.value(), Sighting.class));
            }
        }
        return found;
    }

    double count(String name, String... tags) {
        var counter = registry.find(name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    Camera camera(FrameClock clock) {
        return new Camera("cam", clock).session("s1");
    }

    @Override
    public void close() {
        driver.close();
    }
}
