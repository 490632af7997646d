package dev.vigil.recognizer.decide;

import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.Probes;
import dev.vigil.recognizer.stream.JsonSerde;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.recognizer.stream.Stores;
import dev.vigil.runtime.topic.Topics;
import java.time.Clock;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * {@code vigil-decide}: sightings → gallery → recognitions → alerts. Who is on a watchlist is brought together by watchlist, person
 * and group of cameras, so that a cool-down holds over cameras of which different processes take care.
 *
 * <pre>
 *   vigil.face.sighted.v1 → decide (stores pending, episodes; the gallery) → vigil.face.recognized.v1
 *                                                                          → vigil.dead-letter.v1
 *                                                                          → appearances, repartitioned
 *   appearances → alert (store cooling) → vigil.alert.raised.v1
 * </pre>
 */
public final class DecideTopology {
    /** Kafka's name for the application: its group, and the prefix of its changelogs. */
    public static final String APPLICATION = "vigil-decide";

    static final String SIGHTINGS = "sightings";
    static final String DECIDE = "decide";
    static final String PENDING = "pending";
    static final String EPISODES = "episodes";
    static final String COOLING = "cooling";
    static final String APPEARED = "appeared";
    static final String APPEARANCES = "appearances";
    static final String ALERT = "alert";
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
        ShadowDecisions shadows = new ShadowDecisions(settings, gallery, metrics, clock);
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(Stores.inMemory(PENDING, Pending.class));
        builder.addStateStore(Stores.inMemory(EPISODES, Episode.class));
        builder.addStateStore(Stores.inMemory(COOLING, AlertProcessor.Cooling.class));
        KStream<String, Object> decided = builder.stream(
                        Topics.FACE_SIGHTED.name(),
                        Consumed.with(Serdes.String(), Serdes.ByteArray()).withName(SIGHTINGS))
                .process(
                        () -> new DecideProcessor(settings, desk, shadows, metrics),
                        Named.as(DECIDE),
                        PENDING,
                        EPISODES);
        decided.to(Topics.FACE_RECOGNIZED.name(), json(RECOGNITIONS));
        decided.to(Topics.DEAD_LETTER.name(), json(DEAD_LETTERS));
        decided.mapValues(Appearance.class::cast, Named.as(APPEARED))
                .repartition(Repartitioned.with(Serdes.String(), new JsonSerde<>(Appearance.class))
                        .withName(APPEARANCES))
                .process(() -> new AlertProcessor(settings.alerts(), metrics), Named.as(ALERT), COOLING)
                .to(Topics.ALERT_RAISED.name(), json(ALERTS));
        return builder.build();
    }

    private static Produced<String, Object> json(String name) {
        return Produced.with(Serdes.String(), new JsonSerde<>(Object.class)).withName(name);
    }
}
