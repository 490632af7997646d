package dev.vigil.gallery.backup;

import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.Problem;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.tls.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Streams a whole gallery out of a running one, or into it. Thread-safe. */
public final class BackupTransfer {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final String base;
    private final String key;
    private final HttpClient http;

    /** Of the gallery at {@code base}; {@code key} has the role admin. */
    public BackupTransfer(URI base, String key) {
        this(base, key, Trust.SYSTEM);
    }

    /** Of the gallery at {@code base}, whose certificate {@code trust} accepts; {@code key} has the role admin. */
    public BackupTransfer(URI base, String key, Trust trust) {
        this.base = base.toString().replaceAll("/+$", "");
        this.key = key;
        this.http = trust.apply(HttpClient.newBuilder())
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }

    /**
     * Writes all of it to {@code out}, which the caller closes. What broke off lacks its trailer: {@link BackupReader} tells.
     *
     * @throws UserError if the gallery refuses
     * @throws IOException if it can't be reached, or {@code out} not be written
     */
    public void export(OutputStream out) throws IOException, InterruptedException {
        HttpRequest request = request("/v1/export").GET().build();
        HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
            if (answer.statusCode() != 200) {
                throw refusal(
                        answer.statusCode(), new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            }
            in.transferTo(out);
        }
    }

    /**
     * Brings in what {@code in} has.
     *
     * @throws UserError if the gallery refuses, or a line is damaged
     * @throws IOException if it can't be reached, or {@code in} not be read: what came before may be in
     */
    public Imported load(InputStream in, ImportPolicy policy) throws IOException, InterruptedException {
        HttpRequest request = request("/v1/import?conflict=" + policy.label())
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> in))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw refusal(answer.statusCode(), answer.body());
        }
        return Json.read(answer.body(), Imported.class);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Authorization", "Bearer " + key);
    }

    private UserError refusal(int status, String body) {
        try {
            return new UserError(status, Json.read(body, Problem.class).detail());
        } catch (UncheckedIOException e) {
            return new UserError(status, base + " answers with " + status + ", and not as a gallery.", e);
        }
    }
}
