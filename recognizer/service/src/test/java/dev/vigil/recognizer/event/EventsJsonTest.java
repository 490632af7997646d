package dev.vigil.recognizer.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.recognizer.event.Recognition.CameraRef;
import dev.vigil.recognizer.event.Recognition.CandidateRef;
import dev.vigil.recognizer.event.Recognition.ModelRef;
import dev.vigil.recognizer.event.Recognition.PersonRef;
import dev.vigil.recognizer.event.Recognition.Timings;
import dev.vigil.recognizer.event.Recognition.TrackRef;
import dev.vigil.recognizer.event.Sighting.Ending;
import dev.vigil.recognizer.event.Sighting.Phase;
import dev.vigil.runtime.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsJsonTest {
    private static final Instant TIME = Instant.parse("2026-11-01T10:00:00.123Z");

    @Test
    void anAlertIsTheRecognitionWithMoreFieldsAndComesBackTheSame() throws IOException {
        Alert alert = new Alert(
                "cam/s/1/0/alert/vip/0",
                "vip",
                "warning",
                TIME,
                TIME,
                TIME.plusSeconds(60),
                true,
                TIME.plusSeconds(5),
                false,
                recognition());

        JsonNode json = Json.mapper().readTree(Json.bytes(alert));

        assertThat(json.get("watchlist").asText()).isEqualTo("vip");
        assertThat(json.get("actuate").asBoolean()).isTrue();
        assertThat(json.get("decision").asText()).isEqualTo("match");
        assertThat(json.get("person").get("name").asText()).isEqualTo("Ada");
        assertThat(json.has("recognition")).isFalse();
        assertThat(Json.read(Json.bytes(alert), Alert.class)).isEqualTo(alert);
    }

    @Test
    void aRecognitionHasTheFieldsOfTheContract() throws IOException {
        JsonNode json = Json.mapper().readTree(Json.bytes(recognition()));

        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "episode",
                        "phase",
                        "camera",
                        "track",
                        "decision",
                        "reason",
                        "person",
                        "score",
                        "threshold",
                        "lowerThreshold",
                        "margin",
                        "falsePositiveRate",
                        "extrapolated",
                        "templates",
                        "revision",
                        "candidates",
                        "face",
                        "crop",
                        "model",
                        "timings",
                        "replayed");
        assertThat(json.get("reason").asText()).isEqualTo("above-threshold");
        assertThat(Json.read(Json.bytes(recognition()), Recognition.class)).isEqualTo(recognition());
    }

    @Test
    void aSightingThatContradictsItselfIsRefused() {
        String good = Json.line(sighting());
        assertThat(Json.read(good, Sighting.class)).isEqualTo(sighting());

        for (String bad : List.of(
                good.replace("\"low-quality\"", "null"),
                good.replace("\"ending\":\"gap\"", "\"ending\":null"),
                good.replace("\"frames\":3", "\"frames\":0"),
                good.replace("\"track\":\"cam/s/0/0\"", "\"track\":null"),
                good.replace("\"evidence\":0", "\"evidence\":2"))) {
            assertThat(bad).isNotEqualTo(good);
            assertThatThrownBy(() -> Json.read(bad, Sighting.class)).isInstanceOf(RuntimeException.class);
        }
    }

    private static Sighting sighting() {
        Recognition.FaceView face = new Recognition.FaceView(
                List.of(1f, 2f, 3f, 4f),
                List.of(List.of(1f, 2f)),
                new Recognition.QualityView(.1f, 30, 2, 100, 0, 0, 0),
                null);
        return new Sighting(
                "cam/s/0/0",
                Phase.ENDED,
                1,
                0,
                "cam",
                "s",
                4,
                "reading",
                TIME,
                TIME,
                3,
                Ending.GAP,
                Reason.LOW_QUALITY,
                List.of(new Sighting.ShotView(2, TIME, face)),
                null,
                null,
                new ModelRef("d", "e"),
                null,
                new Timings(TIME, TIME, TIME, TIME, null, null),
                false);
    }

    static Recognition recognition() {
        return new Recognition(
                "cam/s/0/0",
                Recognition.Phase.OPENED,
                new CameraRef("cam", "Door"),
                new TrackRef("cam/s/0/0", TIME, TIME, 1),
                Decision.MATCH,
                Reason.ABOVE_THRESHOLD,
                new PersonRef("p1", "Ada", List.of("vip")),
                .7f,
                .4f,
                .3f,
                null,
                .003,
                false,
                12,
                1,
                List.of(new CandidateRef("p1", "Ada", .7f)),
                null,
                null,
                new ModelRef("d", "e"),
                new Timings(TIME, TIME, TIME, TIME, TIME, TIME),
                false);
    }
}
