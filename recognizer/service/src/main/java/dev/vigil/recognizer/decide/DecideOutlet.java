package dev.vigil.recognizer.decide;

import dev.vigil.recognizer.event.Alert;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.recognizer.stream.DeadLetter;
import dev.vigil.recognizer.stream.UnprocessableRecordException;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.event.TraceParent;
import dev.vigil.runtime.topic.Topics;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** What the stream writes, each as a CloudEvent, to the sink that it belongs to; committed without delay. */
final class DecideOutlet implements EpisodeListener {
    private static final String JSON = "application/json";

    private final ProcessorContext<String, Object> context;

    DecideOutlet(ProcessorContext<String, Object> context) {
        this.context = context;
    }

    /** Derived from what is decided when, so that an event that is written twice is the same. */
    static String id(Recognition recognition) {
        return recognition.episode() + "/" + recognition.phase().label() + "/" + recognition.revision();
    }

    @Override
    public void recognition(Recognition recognition, Instant now, @Nullable String trace) {
        EventHeaders event =
                event(id(recognition), Recognition.TYPE, recognition.camera().id(), recognition.episode(), now, trace);
        forward(recognition.camera().id(), recognition, event, DecideTopology.RECOGNITIONS, now);
    }

    void alert(Alert alert, Instant now, @Nullable String trace) {
        Recognition recognition = alert.recognition();
        EventHeaders event =
                event(alert.id(), Alert.TYPE, recognition.camera().id(), recognition.episode(), now, trace);
        forward(alert.watchlist(), alert, event, DecideTopology.ALERTS, now);
    }

    /** To the stage that raises alerts. */
    @Override
    public void appearance(Appearance appearance, Instant now) {
        context.forward(new Record<>(appearance.key(), appearance, now.toEpochMilli()), DecideTopology.APPEARED);
        context.commit();
    }

    /** A sighting that the gallery refuses for good. */
    void deadLetter(Pending pending, String sentence, Instant now) {
        Sighting sighting = pending.sighting();
        Headers came = new RecordHeaders();
        event(sighting.eventId(), Sighting.TYPE, sighting.camera(), sighting.track(), now, pending.trace())
                .writeTo(came);
        Headers headers = DeadLetter.headers(
                came,
                Topics.FACE_SIGHTED.name(),
                pending.partition(),
                pending.offset(),
                new UnprocessableRecordException("The gallery refuses this sighting: " + sentence));
        context.forward(
                new Record<>(sighting.camera(), sighting, now.toEpochMilli(), headers), DecideTopology.DEAD_LETTERS);
    }

    private void forward(String key, Object value, EventHeaders event, String sink, Instant now) {
        Headers headers = new RecordHeaders();
        event.writeTo(headers);
        context.forward(new Record<>(key, value, now.toEpochMilli(), headers), sink);
        context.commit();
    }

    /** The headers of an event of the second stream. */
    static EventHeaders event(
            String id, String type, String camera, String subject, Instant now, @Nullable String trace) {
        String parent = trace == null ? TraceParent.begin() : TraceParent.child(trace);
        return new EventHeaders(id, type, "/cameras/" + camera, now, subject, JSON, parent, Map.of());
    }
}
