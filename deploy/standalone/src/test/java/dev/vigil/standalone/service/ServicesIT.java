package dev.vigil.standalone.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.runtime.http.KeyRing;
import dev.vigil.standalone.VigilProcess;
import dev.vigil.standalone.broker.EmbeddedBroker;
import dev.vigil.standalone.command.Console;
import dev.vigil.standalone.command.Console.Ended;
import dev.vigil.standalone.quickstart.SampleFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three services as processes of their own over one broker, as in a real deployment. */
class ServicesIT {
    private static final Pattern ADDRESS = Pattern.compile("listens at (http://\\S+)");

    @TempDir
    Path folder;

    private final String key = KeyRing.newKey();

    @Test
    void togetherTheyRecogniseAndASignalStopsEach() throws Exception {
        SampleFiles samples = new SampleFiles();
        samples.copyPeople(folder.resolve("people"), 2, List.of("emily willis"));
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0, death -> {});
                VigilProcess gallery = service("gallery", broker, samples, Map.of())) {
            String url = address(gallery);
            awaitReady(url);
            Ended added = Console.run(
                    System.getenv(),
                    "people",
                    "add",
                    "Emily",
                    folder.resolve("people")
                            .resolve("emily willis")
                            .toFile()
                            .listFiles()[0]
                            .toString(),
                    "--gallery",
                    url,
                    "--key",
                    key);
            assertThat(added.status()).as(added.err()).isZero();

            try (VigilProcess recognizer =
                            service("recognizer", broker, samples, Map.of("VIGIL_GALLERY_ACCESS_URL", url));
                    VigilProcess ingest = service("ingest", broker, samples, Map.of())) {
                awaitReady(address(recognizer));
                awaitReady(address(ingest));
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(get(address(recognizer) + "/v1/recognitions?decision=match"))
                                .contains("\"name\":\"Emily\""));
                assertThat(get(address(ingest) + "/v1/cameras")).contains("\"photos\"");
                assertThat(ingest.terminate()).as(ingest.err()).isZero();
                assertThat(recognizer.terminate()).as(recognizer.err()).isZero();
            }
            assertThat(gallery.terminate()).as(gallery.err()).isZero();
        }
    }

    private VigilProcess service(String name, EmbeddedBroker broker, SampleFiles samples, Map<String, String> env)
            throws IOException {
        Path config = Files.writeString(
                folder.resolve("vigil.yaml"), """
                kafka: {bootstrap: "%s"}
                http:
                  port: 0
                  keys:
                    - {id: all, role: admin, key: %s}
                ingest:
                  cameras:
                    - {id: photos, source: "%s", loop: true}
                gallery: {port: 0, encryption: none}
                galleryAccess: {key: %s}
                """.formatted(broker.bootstrap(), key, samples.camera("photos"), key));
        return VigilProcess.start(folder, name, env, List.of(name, "--config", config.toString()))
                .awaitText("listens at");
    }

    private static String address(VigilProcess service) {
        Matcher matcher = ADDRESS.matcher(service.err());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private void awaitReady(String url) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> get(url + "/ready").equals("ready\n"));
    }

    private String get(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + key)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
