package dev.vigil.recognizer.see;

import dev.vigil.recognizer.event.FrameAccount;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.recognizer.live.LiveView;
import dev.vigil.recognizer.stream.JsonSerde;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.recognizer.stream.Stores;
import dev.vigil.recognizer.track.Shot;
import dev.vigil.runtime.topic.Topics;
import java.time.Clock;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;

/**
 * {@code vigil-see}: frames → tracks → sightings, and accounts.
 *
 * <pre>
 *   vigil.frame.captured.v1 → see (stores cameras, shots) → vigil.face.sighted.v1
 *                                                         → vigil.frame.accounted.v1
 * </pre>
 */
public final class SeeTopology {
    /** Kafka's name for the application: its group, and the prefix of its changelogs. */
    public static final String APPLICATION = "vigil-see";

    static final String FRAMES = "frames";
    static final String SEE = "see";
    static final String SIGHTINGS = "sightings";
    static final String ACCOUNTS = "accounts";
    static final String CAMERAS = "cameras";
    static final String SHOTS = "shots";

    private SeeTopology() {}

    /**
     * Builds it; reads no config and starts nothing.
     *
     * @param settings what it goes by
     * @param eyes who looks; shared by all threads
     * @param live who is shown each frame
     * @param ends where the log of frames ends
     * @param metrics who counts
     * @param clock for the times in sightings
     */
    public static Topology build(
            SeeSettings settings, Eyes eyes, LiveView live, LogEnds ends, RecognizerMetrics metrics, Clock clock) {
        Topology topology = new Topology();
        topology.addSource(
                FRAMES,
                Serdes.String().deserializer(),
                Serdes.ByteArray().deserializer(),
                Topics.FRAME_CAPTURED.name());
        topology.addProcessor(
                SEE,
                () -> new SeeProcessor(settings, new FrameWatch(settings, eyes, live, metrics, clock), ends, metrics),
                FRAMES);
        topology.addStateStore(Stores.inMemory(CAMERAS, CameraState.class), SEE);
        topology.addStateStore(Stores.inMemory(SHOTS, Shot.class), SEE);
        topology.addSink(
                SIGHTINGS,
                Topics.FACE_SIGHTED.name(),
                Serdes.String().serializer(),
                new JsonSerde<>(Sighting.class).serializer(),
                SEE);
        topology.addSink(
                ACCOUNTS,
                Topics.FRAME_ACCOUNTED.name(),
                Serdes.String().serializer(),
                new JsonSerde<>(FrameAccount.class).serializer(),
                SEE);
        return topology;
    }
}
