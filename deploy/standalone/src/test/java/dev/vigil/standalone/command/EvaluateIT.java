package dev.vigil.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.runtime.json.Json;
import dev.vigil.standalone.quickstart.SampleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measures on the sample people with the real networks: four with four pictures each, of which one is damaged. */
class EvaluateIT {
    @TempDir
    private static Path home;

    private static Path people;
    private static List<String> pictures;

    @BeforeAll
    static void makePeople() throws IOException {
        people = Files.createDirectories(home.resolve("people"));
        new SampleFiles().copyPeople(people, 4, names());
        try (Stream<Path> files = Files.walk(people)) {
            pictures = files.filter(Files::isRegularFile)
                    .map(file -> people.relativize(file).toString())
                    .sorted()
                    .toList();
        }
        assertThat(pictures).hasSize(16);
        byte[] whole = Files.readAllBytes(people.resolve(pictures.get(15)));
        Files.write(people.resolve(pictures.get(15)), Arrays.copyOf(whole, whole.length / 3));
        Files.createDirectories(people.resolve("nobody"));
    }

    private static List<String> names() {
        return List.of("emily willis", "jessica smith", "laura tilling", "tara sanford");
    }

    private static Console.Ended run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("evaluate"));
        all.addAll(List.of(arguments));
        all.addAll(List.of(
                "--images", people.toString(), "--cache", home.resolve("cache").toString()));
        return Console.run(System.getenv(), all.toArray(String[]::new));
    }

    @Test
    void strangersAreToldFromThoseWhoAreEnrolledAndThePageSaysSo() throws IOException {
        Path html = home.resolve("identification.html");
        Path json = home.resolve("identification.json");
        Console.Ended ended = run(
                "identification",
                "--split",
                "3",
                "--shrink",
                "24",
                "--html",
                html.toString(),
                "--json",
                json.toString());
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("left out: ").contains(pictures.get(15));
        JsonNode report = Json.mapper().readTree(Files.readAllBytes(json));
        assertThat(report.path("people").asInt()).isEqualTo(2);
        assertThat(report.path("rank1").asDouble()).isEqualTo(1);
        assertThat(report.path("known").asInt() + report.path("unknown").asInt())
                .isBetween(12, 14);
        assertThat(report.path("unreadable").asInt()).isEqualTo(1);
        assertThat(report.path("stated")).hasSize(4);
        assertThat(report.path("shrunk").path(0).path("faceWidth").asInt()).isEqualTo(24);
        assertThat(Files.readString(html))
                .contains("Stated and measured", "<svg")
                .doesNotContain("<script", names().get(0));
    }

    @Test
    void pairsOfTwoFoldsAreMeasuredByTheProtocol() throws IOException {
        List<String> lines = new ArrayList<>(List.of("fold,image_a,image_b,same"));
        for (int i = 0; i < 12; i += 4) {
            int fold = i / 4 % 2;
            lines.add(fold + "," + pictures.get(i) + "," + pictures.get(i + 1) + ",1");
            lines.add(fold + "," + pictures.get(i + 2) + "," + pictures.get(i + 3) + ",1");
            lines.add(fold + "," + pictures.get(i) + "," + pictures.get(i + 4) + ",0");
            lines.add((1 - fold) + "," + pictures.get(i + 1) + "," + pictures.get(i + 5) + ",0");
        }
        lines.add("0," + pictures.get(12) + "," + pictures.get(15) + ",1");
        Path pairs = Files.write(home.resolve("pairs.csv"), lines);
        Path html = home.resolve("verification.html");
        Console.Ended ended = run("verification", "--pairs", pairs.toString(), "--html", html.toString(), "--json");
        assertThat(ended.status()).as(ended.err()).isZero();
        JsonNode report = Json.mapper().readTree(ended.out());
        assertThat(report.path("pairs").asInt()).as("one can't be read").isEqualTo(12);
        assertThat(report.path("accuracyThreshold").asText()).isEqualTo("other-folds");
        assertThat(report.path("folds")).hasSize(2);
        assertThat(report.path("accuracyStd").isNumber()).isTrue();
        assertThat(report.path("tarAtFar").has("0.000001")).isTrue();
        assertThat(Files.readString(html)).contains("Receiver operating characteristic");
    }

    @Test
    void fewPicturesOfEachAreEnough() throws IOException {
        Path html = home.resolve("oneshot.html");
        Console.Ended ended =
                run("oneshot", "--ways", "3,50", "--shots", "1,2", "--episodes", "50", "--html", html.toString());
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("3 ways, 1 shots: rank-1").contains("50 ways, 1 shots: only 4 people");
        assertThat(Files.readString(html)).contains("rank 1").doesNotContain("<script");
    }

    @Test
    void largeFacesAreFoundAndAPictureWithoutFacesHasNone() throws IOException {
        Path html = home.resolve("detection.html");
        Console.Ended ended = run("detection", "--faces", "16,40", "--html", html.toString(), "--json");
        assertThat(ended.status()).as(ended.err()).isZero();
        JsonNode report = Json.mapper().readTree(ended.out());
        assertThat(report.path("truth").asText()).isEqualTo("native-detections");
        assertThat(report.path("whole").isNull()).isTrue();
        assertThat(report.path("images").asInt()).isEqualTo(15);
        JsonNode large = report.path("sizes").path(1);
        assertThat(large.path("recall").asDouble()).isGreaterThan(.9);
        assertThat(Files.readString(html)).contains("count as truth");

        Path labels = Files.writeString(
                home.resolve("labels.csv"), "image,x,y,width,height\n" + pictures.get(0) + ",0,0,0,0\n");
        JsonNode none = Json.mapper()
                .readTree(run("detection", "--labels", labels.toString(), "--json")
                        .out());
        assertThat(none.path("faces").asInt()).isZero();
        assertThat(none.path("sizes").path(0).path("recall").isNull()).isTrue();
    }

    @Test
    void facesAreToldFromWhatIsHeldUpAsWellAsTheNetworkCan() throws IOException {
        Path kinds = Files.createDirectories(home.resolve("kinds/live"));
        Path images = kinds.getParent();
        assertThat(Console.run(System.getenv(), "evaluate", "liveness", "--images", images.toString())
                        .err())
                .contains("has no folder spoof");
        new SampleFiles().copyPeople(kinds, 2, names().subList(0, 2));
        new SampleFiles().copyPeople(Files.createDirectories(images.resolve("spoof")), 2, names().subList(2, 4));
        Path html = home.resolve("liveness.html");
        Console.Ended ended = Console.run(
                System.getenv(),
                "evaluate",
                "liveness",
                "--images",
                images.toString(),
                "--html",
                html.toString(),
                "--json");
        assertThat(ended.status()).as(ended.err()).isZero();
        JsonNode report = Json.mapper().readTree(ended.out());
        assertThat(report.path("model").asText()).isEqualTo("liveness-128");
        assertThat(report.path("live").asInt()).isEqualTo(4);
        assertThat(report.path("attacks").asInt()).isEqualTo(4);
        assertThat(report.path("rows")).as("no four in succession").hasSize(1);
        assertThat(report.path("rows").path(0).path("auc").asDouble())
                .as("all are there")
                .isBetween(0.0, 1.0);
        assertThat(Files.readString(html)).contains("APCER").doesNotContain(names().get(0));
    }

    @Test
    void fourPeopleAreTooFewToCalibrateWith() {
        Console.Ended ended = Console.run(
                System.getenv(),
                "models",
                "calibrate",
                "mobilefacenet-512",
                "--dry-run",
                "--images",
                people.toString(),
                "--cache",
                home.resolve("cache").toString());
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("20 people");
    }

    @Test
    void aPictureThatAListNamesAndIsNotThereIsOneSentence() throws IOException {
        Path gallery = Files.writeString(home.resolve("gallery.csv"), "person,image\nx," + pictures.get(0) + "\n");
        Path known = Files.writeString(home.resolve("known.csv"), "person,image\nx,gone.jpg\n");
        Path unknown = Files.writeString(home.resolve("unknown.csv"), "image\n" + pictures.get(4) + "\n");
        Console.Ended ended = run(
                "identification",
                "--gallery",
                gallery.toString(),
                "--known",
                known.toString(),
                "--unknown",
                unknown.toString());
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err().lines()).hasSize(1);
        assertThat(ended.err()).contains("gone.jpg");
    }
}
