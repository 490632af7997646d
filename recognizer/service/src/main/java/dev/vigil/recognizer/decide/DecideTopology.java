package dev.vigil.recognizer.decide;

import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.Probes;
import dev.vigil.recognizer.event.Alert;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.recognizer.stream.JsonSerde;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.recognizer.stream.Stores;
import dev.vigil.runtime.topic.Topics;
import java.time.Clock;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;

/**
 * {@code vigil-decide}: sightings → gallery → recognitions → alerts.
 *
 * <pre>
 *   vigil.face.sighted.v1 → decide (stores pending, episodes; the gallery) → vigil.face.recognized.v1
 *                                                                          → vigil.alert.raised.v1
 *                                                                          → vigil.dead-letter.v1
 * </pre>
 */
public final class DecideTopology {
    /** Kafka's name for the application: its group, and the prefix of its changelogs. */
    public static final String APPLICATION = "vigil-decide";

    static final String SIGHTINGS = "sightings";
    static final String DECIDE = "decide";
    static final String PENDING = "pending";
    static final String EPISODES = "episodes";
    static final String RECOGNITIONS = "recognitions";
    static final String ALERTS = "alerts";
    static final String DEAD_LETTERS = "dead-letters";

    private DecideTopology() {}

    /**
     * Builds it; reads no config and starts nothing.
     *
     * @param settings what it goes by
     * @param gallery who is asked: a {@link dev.vigil.gallery.client.GalleryClient}'s {@code identify}; shared by all threads
     * @param metrics who counts
     * @param clock for the pauses while the gallery is away
     */
    public static Topology build(
            DecideSettings settings, Function<Probes, Identified> gallery, RecognizerMetrics metrics, Clock clock) {
        GalleryDesk desk = new GalleryDesk(gallery, settings.candidates(), metrics, clock);
        Topology topology = new Topology();
        topology.addSource(
                SIGHTINGS,
                Serdes.String().deserializer(),
                Serdes.ByteArray().deserializer(),
                Topics.FACE_SIGHTED.name());
        topology.addProcessor(DECIDE, () -> new DecideProcessor(settings, desk, metrics), SIGHTINGS);
        topology.addStateStore(Stores.inMemory(PENDING, Pending.class), DECIDE);
        topology.addStateStore(Stores.inMemory(EPISODES, Episode.class), DECIDE);
        addSink(topology, RECOGNITIONS, Topics.FACE_RECOGNIZED.name(), Recognition.class);
        addSink(topology, ALERTS, Topics.ALERT_RAISED.name(), Alert.class);
        addSink(topology, DEAD_LETTERS, Topics.DEAD_LETTER.name(), Sighting.class);
        return topology;
    }

    private static <T> void addSink(Topology topology, String name, String topic, Class<T> type) {
        topology.addSink(name, topic, Serdes.String().serializer(), new JsonSerde<>(type).serializer(), DECIDE);
    }
}
