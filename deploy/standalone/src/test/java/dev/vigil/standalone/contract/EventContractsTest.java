package dev.vigil.standalone.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.vigil.recognizer.event.Alert;
import dev.vigil.recognizer.event.AlertAcknowledged;
import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.Reason;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The published documents are those of the code, and no change breaks who reads by them. */
class EventContractsTest {
    private static final Path PUBLISHED = Path.of("..", "..", "docs", "events");
    /** As first published; only ever added to, with a new version of an event. */
    private static final Path FIRST = Path.of("src", "test", "resources", "contracts");

    private static final Instant TIME = Instant.parse("2026-11-24T10:00:00Z");

    @Test
    void theDocsAreThoseOfTheCode() throws IOException {
        Map<String, String> documents = EventContracts.documents();
        try (Stream<Path> files = Files.list(PUBLISHED)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".json")))
                    .containsExactlyInAnyOrderElementsOf(documents.keySet());
        }
        for (Map.Entry<String, String> document : documents.entrySet()) {
            assertThat(PUBLISHED.resolve(document.getKey()))
                    .as("./vigil schemas --out docs/events writes them anew")
                    .hasContent(document.getValue());
        }
    }

    @Test
    void whoReadsByTheFirstSchemasStillCan() throws IOException {
        Map<String, String> now = EventContracts.documents();
        try (Stream<Path> files = Files.list(FIRST)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                assertThat(now).as("an event that was published stays").containsKey(name);
                JsonNode first = Json.mapper().readTree(file.toFile());
                List<String> broken = broken(first, Json.mapper().readTree(now.get(name)));
                assertThat(broken).as(name).isEmpty();
            }
        }
    }

    @Test
    void aFieldThatGoesOrChangesItsTypeIsNoticed() throws IOException {
        JsonNode before = Json.mapper().readTree("""
                        {"$defs": {"A": {"properties": {"x": {"type": "string"}, "y": {"type": "integer"}, "z": {"type": "number"}},
                                         "required": ["x", "y", "z"]}}}
                        """);
        JsonNode after = Json.mapper().readTree("""
                        {"$defs": {"A": {"properties": {"y": {"type": "string"}, "z": {"type": ["number", "null"]}, "new": {}},
                                         "required": ["y", "new"]}}}
                        """);
        assertThat(broken(before, after))
                .containsExactlyInAnyOrder(
                        "A.x is gone", "A.y is of another type", "A.z is of another type", "A.z may be missing");
        assertThat(broken(before, before)).isEmpty();
    }

    @Test
    void realEventsAreValidByTheirSchemasAndBrokenOnesAreNot() throws IOException {
        Alert alert = new Alert("i", "vip", "warning", TIME, TIME, TIME, true, TIME, false, recognition());
        AlertAcknowledged seenTo = new AlertAcknowledged("i", "vip", "kim", TIME);
        assertThat(faults(Recognition.TYPE, Json.line(recognition()))).isEmpty();
        assertThat(faults(Alert.TYPE, Json.line(alert))).isEmpty();
        assertThat(faults(AlertAcknowledged.TYPE, Json.line(seenTo))).isEmpty();

        assertThat(faults(Recognition.TYPE, Json.line(recognition()).replace("\"match\"", "\"perhaps\"")))
                .isNotEmpty();
        assertThat(faults(Alert.TYPE, Json.line(recognition()))).isNotEmpty();
    }

    private static Set<String> faults(String type, String json) {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(EventContracts.documents().get(type + ".schema.json"));
        Set<String> faults = new TreeSet<>();
        schema.validate(json, com.networknt.schema.InputFormat.JSON)
                .forEach(message -> faults.add(message.getMessage()));
        return faults;
    }

    /** What a reader by {@code before} could stumble over in {@code after}. */
    private static List<String> broken(JsonNode before, JsonNode after) {
        List<String> broken = new ArrayList<>();
        before.path("$defs").properties().forEach(each -> {
            JsonNode definition = after.path("$defs").path(each.getKey());
            each.getValue().path("properties").properties().forEach(field -> {
                String name = each.getKey() + "." + field.getKey();
                JsonNode now = definition.path("properties").path(field.getKey());
                if (now.isMissingNode()) {
                    broken.add(name + " is gone");
                } else if (!shape(field.getValue()).equals(shape(now))) {
                    broken.add(name + " is of another type");
                }
            });
            each.getValue().path("required").forEach(required -> {
                String name = required.textValue();
                boolean there = definition.path("properties").has(name);
                if (there && !contains(definition.path("required"), name)) {
                    broken.add(each.getKey() + "." + name + " may be missing");
                }
            });
        });
        return broken;
    }

    /** What a value may be, but for the values of an enumeration, which may grow. */
    private static String shape(JsonNode property) {
        JsonNode copy = property.deepCopy();
        if (copy.isObject()) {
            ((com.fasterxml.jackson.databind.node.ObjectNode) copy).remove(List.of("enum", "description"));
        }
        return copy.toString();
    }

    private static boolean contains(JsonNode list, String text) {
        for (JsonNode each : list) {
            if (each.asText().equals(text)) {
                return true;
            }
        }
        return false;
    }

    private static Recognition recognition() {
        return new Recognition(
                "cam/s1/0/0",
                Recognition.Phase.OPENED,
                new Recognition.CameraRef("cam", "cam"),
                new Recognition.TrackRef("cam/s1/0/0", TIME, TIME, 1),
                Decision.MATCH,
                Reason.ABOVE_THRESHOLD,
                new Recognition.PersonRef("ada", "Ada", List.of("vip")),
                .7f,
                .4f,
                .3f,
                null,
                .003,
                false,
                1,
                1,
                List.of(new Recognition.CandidateRef("ada", "Ada", .7f)),
                null,
                null,
                new Recognition.ModelRef("d", "e"),
                new Recognition.Timings(TIME, null, null, null, null, TIME),
                false);
    }
}
