package dev.vigil.vision.model;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Fetches a file of bounded size from an address, within bounded time until it begins to come. */
final class Download {
    /** The largest network that is published so has a tenth of this. */
    private static final long MAX_BYTES = 100L << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Download() {}

    /**
     * Fetches it.
     *
     * @param instead what the user may do where it can't be fetched, as the end of a sentence
     * @throws UserError if the address does not give it
     * @throws IOException if {@code to} can't be written
     */
    static void fetch(URI address, Path to, String instead) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
        HttpResponse<InputStream> response;
        try {
            response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new UserError(502, address + " can't be reached" + said(e) + ": " + instead, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError(502, "Interrupted while fetching " + address + ".", e);
        }
        try (InputStream body = response.body();
                OutputStream file = Files.newOutputStream(to)) {
            if (response.statusCode() != 200) {
                throw new UserError(502, address + " answers " + response.statusCode() + ": " + instead);
            }
            copy(body, file, address);
        }
    }

    private static String said(IOException e) {
        return e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
    }

    private static void copy(InputStream body, OutputStream file, URI address) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long all = 0;
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            all += count;
            if (all > MAX_BYTES) {
                throw new UserError(502, address + " gives over " + (MAX_BYTES >> 20) + " MB, and so no network.");
            }
            file.write(buffer, 0, count);
        }
    }
}
