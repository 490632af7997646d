package dev.vigil.standalone.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.runtime.json.Json;
import dev.vigil.standalone.command.Console;
import dev.vigil.standalone.command.Console.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The real thing on real input: real networks, a real broker, folders of people and cameras, until the end. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QuickstartIT {
    private static final List<String> FOUR = List.of("emily willis", "jessica smith", "laura tilling", "tara sanford");

    @TempDir
    private static Path folder;

    private static SampleFiles samples;
    private static List<JsonNode> firstRun = List.of();

    @BeforeAll
    static void copySamples() throws IOException {
        samples = new SampleFiles();
        samples.copyPeople(folder.resolve("people"), 2, FOUR);
        Files.writeString(folder.resolve("people").resolve("emily willis").resolve("notes.txt"), "no photo");
    }

    @Test
    @Order(1)
    void namesThePeopleOfTheFolderAndNobodyElseAndClosesEveryTrackOnce() throws IOException {
        Ended ended = run("first.ndjson");
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("notes.txt is left out: ").contains("enrolled 4 people by 8 photos");

        firstRun = events("first.ndjson");
        assertThat(names(firstRun, "photos")).containsExactlyInAnyOrderElementsOf(FOUR);
        assertThat(names(firstRun, "stranger")).as("a man whom nobody enrolled").isEmpty();
        assertThat(decisions(firstRun)).containsKeys("photos", "stranger");
        assertEveryTrackIsClosedOnce(firstRun);
        assertThat(ended.out())
                .contains("Kafka     127.0.0.1:")
                .contains("Console   http://127.0.0.1:")
                .contains("above-threshold (closed)")
                .containsPattern("photos +\\d+ frames")
                .containsPattern("stranger +\\d+ frames");
        assertThat(ended.out().lines().filter(line -> line.matches(".* \\((opened|updated|closed)\\)")))
                .as("a readable line for each event")
                .hasSize(firstRun.size());
    }

    @Test
    @Order(2)
    void onTheSameDataFolderItDecidesTheSameAndShowsItsOwnEventsOnly() throws IOException {
        Ended ended = run("second.ndjson");
        assertThat(ended.status()).as(ended.err()).isZero();
        List<JsonNode> secondRun = events("second.ndjson");
        assertThat(decisions(secondRun)).isEqualTo(decisions(firstRun));
        assertThat(tracks(secondRun)).doesNotContainAnyElementsOf(tracks(firstRun));
        assertEveryTrackIsClosedOnce(secondRun);
    }

    @Test
    @Order(3)
    void aPersonOfWhomNoPhotoIsLeftFailsWithTheirName() throws IOException {
        Path people = folder.resolve("people of whom one has no photo");
        samples.copyPeople(people, 1, FOUR.subList(0, 1));
        Files.createDirectories(people.resolve("Nemo"));
        Files.writeString(people.resolve("Nemo").resolve("face.jpg"), "no photo");
        Ended ended = quickstart(
                "--people", people.toString(), "--data", folder.resolve("data").toString());
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err())
                .contains("face.jpg is left out: ")
                .endsWith("vigil: No photo of Nemo could be enrolled: add a sharp one that shows that person alone.\n");
    }

    private static Ended run(String events) {
        return quickstart(
                "--people",
                folder.resolve("people").toString(),
                "--camera",
                "photos=" + samples.camera("photos"),
                "--camera",
                "stranger=" + samples.shortVideo(),
                "--until-end",
                "--events",
                folder.resolve(events).toString(),
                "--data",
                folder.resolve("data").toString());
    }

    private static Ended quickstart(String... arguments) {
        List<String> all = new ArrayList<>(List.of("quickstart", "--port", "0", "--kafka-port", "0"));
        all.addAll(List.of(arguments));
        return Console.run(System.getenv(), all.toArray(String[]::new));
    }

    private static List<JsonNode> events(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file)).stream()
                .map(line -> Json.read(line, JsonNode.class))
                .toList();
    }

    private static void assertEveryTrackIsClosedOnce(List<JsonNode> events) {
        List<String> closed = closed(events).stream()
                .map(event -> event.path("track").path("id").asText())
                .toList();
        assertThat(closed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(tracks(events));
    }

    private static Set<String> tracks(List<JsonNode> events) {
        Set<String> tracks = new TreeSet<>();
        events.forEach(event -> tracks.add(event.path("track").path("id").asText()));
        return tracks;
    }

    private static Set<String> names(List<JsonNode> events, String camera) {
        Set<String> names = new TreeSet<>();
        events.stream()
                .filter(event -> event.path("camera").path("id").asText().equals(camera))
                .filter(event -> event.path("decision").asText().equals("match"))
                .forEach(event -> names.add(event.path("person").path("name").asText()));
        return names;
    }

    /** How the tracks of each camera were decided in the end, with names. */
    private static Map<String, List<String>> decisions(List<JsonNode> events) {
        Map<String, List<String>> decisions = new TreeMap<>();
        for (JsonNode event : closed(events)) {
            decisions
                    .computeIfAbsent(event.path("camera").path("id").asText(), camera -> new ArrayList<>())
                    .add(event.path("decision").asText() + " "
                            + event.path("person").path("name").asText());
        }
        decisions.values().forEach(list -> list.sort(null));
        return decisions;
    }

    private static List<JsonNode> closed(List<JsonNode> events) {
        return events.stream()
                .filter(event -> event.path("phase").asText().equals("closed"))
                .toList();
    }
}
