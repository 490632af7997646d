package dev.vigil.recognizer.photo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.recognizer.decide.DecisionRule;
import dev.vigil.runtime.http.Access;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.KeyRing;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Sessions;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.metric.Metrics;
import dev.vigil.vision.match.FalseMatchCurve;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The photo API on a port of its own, and a client of it. */
final class PhotoServer implements AutoCloseable {
    private static final String BOUNDARY = "----of-the-form";

    private final String viewer = KeyRing.newKey();
    private final String operator = KeyRing.newKey();
    private final Metrics metrics = new Metrics();
    private final HttpClient client = HttpClient.newHttpClient();
    private final PhotoApi api;
    private final HttpService service;

    /** Over any analyzer and gallery. */
    PhotoServer(
            PhotoConfig config, PhotoAnalyzer analyzer, GalleryClient gallery, String model, FalseMatchCurve curve) {
        this(new PhotoApi(
                config,
                () -> new PhotoApi.Tools(
                        analyzer,
                        new PhotoVerifier(analyzer, curve),
                        new PhotoIdentifier(analyzer, gallery::identify, model, rule(curve), Gate.DEFAULT),
                        new Enroller(analyzer, gallery, model, config.keepCrops())),
                gallery,
                () -> {}));
    }

    /** Over that API, which is closed with it. */
    PhotoServer(PhotoApi api) {
        this.api = api;
        KeyRing keys = new KeyRing().add("viewer", viewer, Role.VIEWER).add("operator", operator, Role.OPERATOR);
        service = HttpService.start(
                new HttpService.Settings("127.0.0.1", 0, 100_000_000),
                new Access(keys, new Sessions(Clock.systemUTC())),
                metrics,
                List.of(api),
                List.of());
    }

    static DecisionRule rule(FalseMatchCurve curve) {
        return new DecisionRule(curve, DecisionRule.DEFAULT_RATE, DecisionRule.DEFAULT_MARGIN);
    }

    /** An answer. */
    record Answer(int status, JsonNode json) {
        String detail() {
            return json.path("detail").asText();
        }
    }

    Answer post(String path, byte[] photo) {
        return send(path, "image/jpeg", BodyPublishers.ofByteArray(photo), operator);
    }

    Answer postAsViewer(String path, byte[] photo) {
        return send(path, "image/jpeg", BodyPublishers.ofByteArray(photo), viewer);
    }

    /** Without a length, as a client that streams sends it. */
    Answer postChunked(String path, byte[] photo) {
        return send(path, "image/jpeg", BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(photo)), operator);
    }

    Answer postForm(String path, Map<String, byte[]> parts) {
        return send(
                path, "multipart/form-data; boundary=" + BOUNDARY, BodyPublishers.ofByteArray(form(parts)), operator);
    }

    /** The OpenAPI document. */
    JsonNode document() {
        return answer(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + "/openapi.json"))
                        .header("Authorization", "Bearer " + viewer)
                        .build())
                .json();
    }

    Answer send(String path, String contentType, BodyPublisher body, String key) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", contentType)
                .POST(body)
                .build();
        return answer(request);
    }

    private Answer answer(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), Json.mapper().readTree(response.body()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String operator() {
        return operator;
    }

    private static byte[] form(Map<String, byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach((name, content) -> {
            out.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\""
                            + name + ".jpg\"\r\nContent-Type: image/jpeg\r\n\r\n")
                    .getBytes(UTF_8));
            out.writeBytes(content);
            out.writeBytes("\r\n".getBytes(UTF_8));
        });
        out.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
        return out.toByteArray();
    }

    @Override
    public void close() {
        service.close();
        api.close();
        metrics.close();
    }
}
