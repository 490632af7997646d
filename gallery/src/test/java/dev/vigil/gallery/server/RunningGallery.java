package dev.vigil.gallery.server;

import dev.vigil.gallery.broker.TestBroker;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.rights.ConsentConfig;
import dev.vigil.runtime.config.ConfigReader;
import dev.vigil.runtime.http.Access;
import dev.vigil.runtime.http.Authenticator;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.KeyRing;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Sessions;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.metric.Metrics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** A gallery with its HTTP port, as a process would have it; the keys are the roles' names. */
final class RunningGallery implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final Gallery gallery;
    final Metrics metrics = new Metrics();
    final HttpService http;
    private final Contract contract;

    private RunningGallery(KafkaConfig kafka, GalleryConfig config, Clock clock) {
        gallery = Gallery.start(config, kafka, metrics, clock);
        KeyRing keys = new KeyRing();
        for (Role role : List.of(Role.VIEWER, Role.SERVICE, Role.OPERATOR, Role.ADMIN)) {
            keys.add(role.label(), role.label(), role);
        }
        http = HttpService.start(
                new HttpService.Settings("127.0.0.1", config.port(), 64L * 1024 * 1024),
                new Access(Authenticator.firstOf(List.of(keys, gallery.keys())), new Sessions(Clock.systemUTC()))
                        .withListener(gallery.refusals()),
                metrics,
                List.of(gallery.routes()),
                List.of(gallery.readiness()));
        contract = new Contract(http.openApi());
    }

    /** Starts without waiting; a write waits 4 s, each step of it 2 s. */
    static RunningGallery begin(KafkaConfig kafka, String topic) {
        return new RunningGallery(kafka, config(topic, Duration.ofSeconds(4)), Clock.systemUTC());
    }

    /** Starts, and waits until it is ready. */
    static RunningGallery start(KafkaConfig kafka, String topic) {
        return start(kafka, topic, Clock.systemUTC());
    }

    static RunningGallery start(KafkaConfig kafka, String topic, Clock clock) {
        return new RunningGallery(kafka, config(topic, Duration.ofSeconds(6)), clock).awaitReady();
    }

    /** The same, with other settings of the end of consent. */
    static RunningGallery start(KafkaConfig kafka, String topic, ConsentConfig consent, Clock clock) {
        GalleryConfig c = config(topic, Duration.ofSeconds(6));
        GalleryConfig other = c.withConsent(consent);
        return new RunningGallery(kafka, other, clock).awaitReady();
    }

    /** Starts one of several replicas, which the others reach at {@code port}, without waiting. */
    static RunningGallery replica(KafkaConfig kafka, String topic, int port, String instance) {
        return replica(kafka, topic, port, instance, TestKeys.SETTING);
    }

    /** The same with another key, or {@code none}. */
    static RunningGallery replica(KafkaConfig kafka, String topic, int port, String instance, String encryption) {
        GalleryConfig config = parse(Map.of(
                        "port",
                        Integer.toString(port),
                        "topic",
                        topic,
                        "writeTimeout",
                        "6s",
                        "instance",
                        instance,
                        "facesPerPerson",
                        "1000"))
                .encryptedBy(encryption);
        return new RunningGallery(kafka, config, Clock.systemUTC());
    }

    static RunningGallery start(KafkaConfig kafka, GalleryConfig config) {
        return new RunningGallery(kafka, config, Clock.systemUTC()).awaitReady();
    }

    static GalleryConfig config(String topic, Duration writeTimeout) {
        return parse(Map.of(
                "topic", topic, "writeTimeout", writeTimeout.toSeconds() + "s", "facesPerPerson", "20", "port", "0"));
    }

    private record Whole(GalleryConfig gallery) {}

    /** The defaults, but for these settings. */
    private static GalleryConfig parse(Map<String, String> settings) {
        String yaml = "gallery:\n  encryption: \"" + TestKeys.SETTING + "\"\n"
                + settings.entrySet().stream()
                        .map(each -> "  " + each.getKey() + ": \"" + each.getValue() + "\"\n")
                        .collect(Collectors.joining());
        GalleryConfig config =
                ConfigReader.parse(yaml, "test.yaml", Map.of(), Whole.class).gallery();
        return config.withAudit(config.audit().withTopic(config.topic() + TestBroker.AUDIT));
    }

    RunningGallery awaitReady() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .until(() -> send("GET", "/ready", "", null).statusCode() == 200);
        return this;
    }

    HttpGalleryClient client() {
        return client("operator");
    }

    HttpGalleryClient client(String key) {
        return new HttpGalleryClient(base(), key, Duration.ofSeconds(10));
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + http.port());
    }

    /** One request, whose answer must be as the OpenAPI document says, with headers as name, value, name, value. */
    HttpResponse<String> send(String method, String path, String key, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base().resolve(path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            contract.check(method, path, answer);
            return answer;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        http.close();
        gallery.close();
        metrics.close();
    }
}
