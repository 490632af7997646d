package dev.vigil.standalone.chaos;

import dev.vigil.standalone.command.FailedException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Asks services over HTTP. Thread-safe. */
final class ServiceDoor {
    private static final Duration PROBE = Duration.ofSeconds(2);
    private static final Duration PHOTO = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PROBE).build();
    private final String key;

    ServiceDoor(String key) {
        this.key = key;
    }

    /** Whether a service says that it is ready; false where it doesn't answer. */
    boolean ready(URI service) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(service.resolve("/ready"))
                    .timeout(PROBE)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Enrols somebody by a photo.
     *
     * @throws FailedException if the photo is refused, or nobody answers
     */
    void enrol(URI recognizer, String person, Path photo) throws InterruptedException {
        try {
            String name = URLEncoder.encode(person, StandardCharsets.UTF_8);
            HttpRequest request = HttpRequest.newBuilder(
                            recognizer.resolve("/v1/photos/people/" + name + "?name=" + name))
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "image/jpeg")
                    .timeout(PHOTO)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(Files.readAllBytes(photo)))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new FailedException("The photo " + photo + " was refused: " + answer.body());
            }
        } catch (IOException e) {
            throw new FailedException("The photo " + photo + " could not be sent: " + e.getMessage(), e);
        }
    }
}
