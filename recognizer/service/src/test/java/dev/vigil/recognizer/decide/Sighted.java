package dev.vigil.recognizer.decide;

import dev.vigil.recognizer.event.Reason;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.ShadowEmbedding;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.recognizer.event.Sighting.Ending;
import dev.vigil.recognizer.event.Sighting.Phase;
import dev.vigil.recognizer.see.SeeRig;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** Makes the sightings of one track. */
final class Sighted {
    /** What is made later is told later, whatever the frames' time. */
    private static final AtomicInteger TOLD = new AtomicInteger();

    private final String track;
    private int revision;
    private int evidence;
    private @Nullable Embedding last;
    private final String camera;
    private @Nullable Instant at;
    private @Nullable ShadowEmbedding shadow;
    private @Nullable Float liveness;

    Sighted(int index) {
        this("cam", index);
    }

    Sighted(String camera, int index) {
        this.camera = camera;
        track = camera + "/s1/" + index + "/0";
    }

    /** The next one is of that frame time. */
    Sighted at(Instant time) {
        at = time;
        return this;
    }

    /** Its shots look so alive from here on. */
    Sighted alive(float probability) {
        liveness = probability;
        return this;
    }

    /** Still there. */
    TestRecord<String, byte[]> present() {
        return record(sighting(Phase.PRESENT, null));
    }

    String track() {
        return track;
    }

    TestRecord<String, byte[]> shot(Embedding embedding) {
        evidence++;
        last = embedding;
        return record(sighting(Phase.SHOT, null));
    }

    /** A second embedder looks beside from here on. */
    Sighted shadowed(String model, Embedding embedding) {
        shadow = new ShadowEmbedding(model, embedding);
        return this;
    }

    /** Over, with the same embedding as told before. */
    TestRecord<String, byte[]> ended() {
        return record(sighting(Phase.ENDED, null));
    }

    /** Over, with another embedding than told before. */
    TestRecord<String, byte[]> ended(Embedding embedding) {
        evidence++;
        last = embedding;
        return ended();
    }

    TestRecord<String, byte[]> rejected(Reason reason) {
        return record(sighting(Phase.ENDED, reason));
    }

    private Sighting sighting(Phase phase, @Nullable Reason rejected) {
        revision++;
        Instant seen = at == null ? SeeRig.START.plusMillis(100L * revision) : at;
        boolean present = phase == Phase.PRESENT;
        Recognition.FaceView face = new Recognition.FaceView(
                List.of(1f, 2f, 30f, 40f),
                List.of(List.of(1f, 2f)),
                new Recognition.QualityView(.6f, 30, 100, 100, 0, 0, 0),
                liveness);
        return new Sighting(
                track,
                phase,
                revision,
                present ? 0 : evidence,
                camera,
                "s1",
                revision,
                "reading",
                SeeRig.START,
                seen,
                revision,
                phase == Phase.ENDED ? Ending.GAP : null,
                rejected,
                List.of(new Sighting.ShotView(revision, seen, face)),
                null,
                present ? null : last,
                new Recognition.ModelRef("d", "e"),
                present ? null : shadow,
                new Recognition.Timings(
                        SeeRig.START, SeeRig.START, seen, SeeRig.START.plusMillis(TOLD.getAndIncrement()), null, null),
                false);
    }

    private TestRecord<String, byte[]> record(Sighting sighting) {
        Headers headers = new RecordHeaders();
        new EventHeaders(
                        sighting.eventId(),
                        Sighting.TYPE,
                        "/cameras/" + camera,
                        SeeRig.START,
                        sighting.track(),
                        "application/json",
                        "00-11111111111111111111111111111111-2222222222222222-01",
                        Map.of())
                .writeTo(headers);
        return new TestRecord<>(camera, Json.bytes(sighting), headers, SeeRig.START);
    }
}
