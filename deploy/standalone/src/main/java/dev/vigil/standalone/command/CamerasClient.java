package dev.vigil.standalone.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.tls.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /v1/cameras} of a running ingest. Thread-safe. */
final class CamerasClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient client;
    private final URI address;
    private final String key;

    CamerasClient(URI address, String key, Trust trust) {
        this.client =
                trust.apply(HttpClient.newBuilder().connectTimeout(TIMEOUT)).build();
        this.address = address;
        this.key = key;
    }

    /**
     * Asks; {@code path} is below {@code /v1/cameras}.
     *
     * @throws UserError with the service's own sentence where it refuses
     * @throws FailedException where it can't be reached
     */
    JsonNode send(String method, String path, @Nullable JsonNode body) {
        String encoded = Arrays.stream(path.split("/", -1))
                .map(part -> URLEncoder.encode(part, UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(address + "/v1/cameras" + (encoded.isEmpty() ? "" : "/" + encoded)))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                .build();
        try {
            return answer(client.send(request, HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new FailedException(
                    "No ingest answers at " + address + ": " + e.getMessage() + ". Name it with --server URL.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException("It was interrupted.", e);
        }
    }

    private static JsonNode answer(HttpResponse<byte[]> response) {
        JsonNode body = response.body().length == 0 ? NullNode.getInstance() : parsed(response);
        if (response.statusCode() >= 300) {
            throw new FailedException(
                    body.path("detail").asText("It answers with the status " + response.statusCode() + "."));
        }
        return body;
    }

    private static JsonNode parsed(HttpResponse<byte[]> response) {
        try {
            return Json.read(response.body(), JsonNode.class);
        } catch (UncheckedIOException e) {
            throw new FailedException(
                    "What listens there is no ingest: it answers without JSON (" + response.statusCode() + ").", e);
        }
    }
}
