package dev.vigil.recognizer.console;

import dev.vigil.recognizer.ActiveNetworks;
import dev.vigil.recognizer.TestBroker;
import dev.vigil.recognizer.decide.DecisionRule;
import dev.vigil.recognizer.live.LiveView;
import dev.vigil.recognizer.photo.Gate;
import dev.vigil.recognizer.photo.InMemoryGallery;
import dev.vigil.recognizer.photo.PhotoApi;
import dev.vigil.recognizer.photo.PhotoConfig;
import dev.vigil.recognizer.photo.Samples;
import dev.vigil.runtime.http.Access;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.KeyRing;
import dev.vigil.runtime.http.Principal;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Sessions;
import dev.vigil.runtime.metric.Metrics;
import dev.vigil.vision.face.DetectorSettings;
import dev.vigil.vision.face.FaceModels;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The console and the photo API on a real broker and real networks, with a gallery in memory. */
final class ConsoleFixture implements AutoCloseable {
    final LiveView live = new LiveView();
    final InMemoryGallery gallery = new InMemoryGallery();
    final Samples samples;

    private final Sessions sessions = new Sessions(Clock.systemUTC());
    private final KeyRing keys = new KeyRing();
    private final String viewer = KeyRing.newKey();
    private final Metrics metrics = new Metrics();
    private final FaceModels models;
    private final TestBroker broker;
    private final KafkaProducer<String, byte[]> producer;
    private final Console console;
    private final PhotoApi photos;
    private final HttpService service;

    ConsoleFixture(Path folder) throws Exception {
        samples = Samples.unpack(folder);
        models = Samples.networks();
        broker = TestBroker.start(folder.resolve("kafka"));
        producer = new KafkaProducer<>(broker.client().client(), new StringSerializer(), new ByteArraySerializer());
        keys.add("viewer", viewer, Role.VIEWER);
        Access access = new Access(keys, sessions);
        console = Console.start(ConsoleConfig.DEFAULT, broker.client(), live, gallery, access);
        DecisionRule rule = new DecisionRule(
                Objects.requireNonNull(models.embedderCard().falseMatchRates()),
                DecisionRule.DEFAULT_RATE,
                DecisionRule.DEFAULT_MARGIN);
        photos = PhotoApi.start(
                PhotoConfig.DEFAULT,
                ActiveNetworks.fixed(models),
                DetectorSettings.DEFAULT,
                gallery,
                networks -> rule,
                Gate.DEFAULT);
        service = HttpService.start(
                new HttpService.Settings("127.0.0.1", 0, 100_000_000),
                access,
                metrics,
                List.of(console, photos),
                List.of(console));
    }

    Console console() {
        return console;
    }

    String viewerKey() {
        return viewer;
    }

    String address() {
        return "http://127.0.0.1:" + service.port();
    }

    /** A login link, as the program prints it. */
    String loginLink() {
        return address() + "/login?ticket=" + sessions.ticketFor(new Principal("console", Role.ADMIN));
    }

    void publish(Happening happening) {
        publish(happening.record());
    }

    void publish(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The event was not published.", e);
        }
    }

    @Override
    public void close() {
        console.close();
        service.close();
        photos.close();
        producer.close();
        broker.close();
        models.close();
        metrics.close();
    }
}
