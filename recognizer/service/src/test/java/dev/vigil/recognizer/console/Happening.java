package dev.vigil.recognizer.console;

import dev.vigil.recognizer.event.Alert;
import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.Reason;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Recognition.CameraRef;
import dev.vigil.recognizer.event.Recognition.CandidateRef;
import dev.vigil.recognizer.event.Recognition.Crop;
import dev.vigil.recognizer.event.Recognition.ModelRef;
import dev.vigil.recognizer.event.Recognition.PersonRef;
import dev.vigil.recognizer.event.Recognition.Phase;
import dev.vigil.recognizer.event.Recognition.Timings;
import dev.vigil.recognizer.event.Recognition.TrackRef;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A recognition as the stream would publish it, for tests of what looks at it. */
record Happening(
        String camera,
        String track,
        Decision decision,
        Reason reason,
        String name,
        float score,
        int revision,
        @Nullable Base64Bytes crop) {
    private static final Instant SEEN = Instant.parse("2026-11-24T08:15:30Z");

    ProducerRecord<String, byte[]> record() {
        Recognition recognition = recognition();
        String id = track + "/" + recognition.phase().label() + "/" + revision;
        return record(Topics.FACE_RECOGNIZED.name(), camera, id, recognition);
    }

    /** The alert that it raises. */
    ProducerRecord<String, byte[]> alert(String watchlist, String severity) {
        Alert alert = new Alert(
                Alert.id(track, watchlist, SEEN),
                watchlist,
                severity,
                SEEN,
                SEEN,
                SEEN.plusSeconds(3600),
                false,
                null,
                false,
                recognition());
        return record(Topics.ALERT_RAISED.name(), watchlist, alert.id(), alert);
    }

    private Recognition recognition() {
        Phase phase = revision == 1 ? Phase.OPENED : Phase.UPDATED;
        boolean named = decision != Decision.UNKNOWN;
        boolean searched = reason != Reason.TOO_SMALL;
        return new Recognition(
                track,
                phase,
                new CameraRef(camera, "The " + camera),
                new TrackRef(track, SEEN, SEEN.plusSeconds(2), 9),
                decision,
                reason,
                named ? new PersonRef("p-1", name, List.of()) : null,
                searched ? score : null,
                searched ? .42f : null,
                searched ? .30f : null,
                null,
                searched ? .003 : null,
                false,
                28,
                revision,
                List.of(new CandidateRef("p-1", name, score)),
                null,
                crop == null ? null : new Crop("image/jpeg", crop),
                new ModelRef("rfb-320", "mobilefacenet-512"),
                new Timings(SEEN, SEEN, SEEN, SEEN, SEEN, SEEN),
                false);
    }

    private ProducerRecord<String, byte[]> record(String topic, String key, String id, Object value) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, Json.bytes(value));
        new EventHeaders(id, topic, "/cameras/" + camera, Instant.now(), track, "application/json", null, Map.of())
                .writeTo(record.headers());
        return record;
    }
}
