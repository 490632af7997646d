package dev.vigil.standalone.quickstart;

import dev.vigil.gallery.audit.SigningKey;
import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.ModelsClient;
import dev.vigil.gallery.client.OnBehalfOf;
import dev.vigil.gallery.client.Settings;
import dev.vigil.gallery.server.Gallery;
import dev.vigil.gallery.server.GalleryConfig;
import dev.vigil.gallery.snapshot.SnapshotConfig;
import dev.vigil.ingest.CameraConfig;
import dev.vigil.ingest.CameraRoutes;
import dev.vigil.ingest.Ingest;
import dev.vigil.ingest.IngestConfig;
import dev.vigil.recognizer.ActiveModel;
import dev.vigil.recognizer.ActiveNetworks;
import dev.vigil.recognizer.Recognizer;
import dev.vigil.recognizer.RecognizerConfig;
import dev.vigil.recognizer.console.Console;
import dev.vigil.recognizer.console.ConsoleConfig;
import dev.vigil.recognizer.live.LiveView;
import dev.vigil.recognizer.photo.Enroller;
import dev.vigil.recognizer.photo.Gate;
import dev.vigil.recognizer.photo.PhotoApi;
import dev.vigil.recognizer.photo.PhotoConfig;
import dev.vigil.runtime.config.ConfigReader;
import dev.vigil.runtime.http.Access;
import dev.vigil.runtime.http.Authenticator;
import dev.vigil.runtime.http.Credential;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.KeyRing;
import dev.vigil.runtime.http.Principal;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Sessions;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.metric.Metrics;
import dev.vigil.standalone.broker.EmbeddedBroker;
import dev.vigil.standalone.broker.Ports;
import dev.vigil.standalone.command.FailedException;
import dev.vigil.standalone.data.DataFolder;
import dev.vigil.standalone.lifecycle.Closing;
import dev.vigil.standalone.service.CameraAudit;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every service of Vigil in this process, wired by hand. {@link #start} brings up broker, gallery and HTTP, {@link
 * #startRecognizer} the streams, {@link #startCameras} the cameras. Each part is noted in a {@link Closing} as soon as it runs, so
 * that they close in this order: cameras, streams, console, HTTP, gallery, broker.
 */
public final class EverythingInOne {
    private static final Duration GALLERY_TIMEOUT = Duration.ofSeconds(10);

    /** Of the stream's searches: what is not answered in time is asked again. */
    private static final Duration SEARCH_TIMEOUT = Duration.ofMillis(500);

    /** How often the gallery is asked which model is active. */
    private static final Duration FOLLOW = Duration.ofSeconds(5);

    private static final PhotoConfig PHOTOS = PhotoConfig.DEFAULT;
    private static final String ADMIN = "standalone";
    private static final String RECOGNIZER = "recognizer";
    private static final String PHOTO_API = "photos";

    private final Closing closing;
    private final Consumer<String> onFailure;
    private final ActiveNetworks models;
    private final RecognizerConfig recognizerConfig =
            ConfigReader.parse("{}", "the defaults", Map.of(), RecognizerConfig.class);
    private final LiveView live = new LiveView();
    private final Sessions sessions = new Sessions(Clock.systemUTC());
    private final String recognizerKey = KeyRing.newKey();
    private final String photosKey = KeyRing.newKey();
    private final Metrics metrics;
    private final EmbeddedBroker broker;
    private final KafkaConfig kafka;
    private final KafkaConfig streamsKafka;
    private final Gallery gallery;
    private final PhotoApi photos;
    private final GalleryClient galleryClient;
    private final GalleryClient searchClient;
    private final URI address;
    private final String adminKey;
    private volatile @Nullable ActiveModel followed;
    private volatile @Nullable Recognizer recognizer;
    private volatile @Nullable Ingest ingest;

    private EverythingInOne(
            int port,
            int kafkaPort,
            DataFolder folder,
            ActiveNetworks models,
            Closing closing,
            Consumer<String> onFailure)
            throws InterruptedException {
        this.closing = closing;
        this.onFailure = onFailure;
        this.models = models;
        this.adminKey = folder.adminKey();
        this.address = URI.create("http://" + Ports.LOOPBACK + ":" + port);
        this.metrics = closing.add("the metrics", new Metrics());
        this.broker = closing.add("Kafka", EmbeddedBroker.start(folder.kafka(), kafkaPort, onFailure));
        this.kafka = new KafkaConfig(broker.bootstrap(), Map.of());
        this.streamsKafka = new KafkaConfig(
                broker.bootstrap(),
                Map.of("state.dir", folder.root().resolve("streams").toString()));
        this.gallery = closing.add("the gallery", Gallery.start(gallery(folder), kafka, metrics));
        this.galleryClient = new HttpGalleryClient(address, photosKey, GALLERY_TIMEOUT);
        this.searchClient = new HttpGalleryClient(address, recognizerKey, SEARCH_TIMEOUT);
        this.photos = closing.add(
                "the photo API",
                PhotoApi.start(
                        PHOTOS,
                        models,
                        Recognizer.detector(recognizerConfig),
                        galleryClient,
                        networks -> Recognizer.rule(recognizerConfig, networks),
                        new Gate(recognizerConfig.minEyePixels(), recognizerConfig.minQuality())));
    }

    /**
     * Starts Kafka, the gallery, and HTTP with everything that it serves.
     *
     * @param port of HTTP, free a moment ago
     * @param kafkaPort free a moment ago
     * @param closing holds what has been started, also when this throws
     * @param onFailure told, from any thread, when a part can't go on
     * @throws dev.vigil.runtime.error.UserError if a port is in use, or the data folder is not usable
     */
    public static EverythingInOne start(
            int port,
            int kafkaPort,
            DataFolder folder,
            ActiveNetworks models,
            Closing closing,
            Consumer<String> onFailure)
            throws InterruptedException {
        EverythingInOne all = new EverythingInOne(port, kafkaPort, folder, models, closing, onFailure);
        var unused = all.gallery.lost().thenAccept(onFailure);
        all.startHttp(new KeyRing().add(ADMIN, folder.adminKey(), Role.ADMIN));
        return all;
    }

    /**
     * The gallery's defaults, with keys of the data folder's: one that encrypts, one that signs the audit; and with a name, so that
     * its partitions are its own again at once after a restart, however the last run ended.
     */
    private static GalleryConfig gallery(DataFolder folder) {
        Path key = folder.root().resolve("audit.key");
        SigningKey.readOrCreate(key);
        GalleryConfig defaults = GalleryConfig.defaults()
                .named(ADMIN)
                .encryptedBy("file:" + folder.encryptionKey())
                .withSnapshots(SnapshotConfig.in(folder.snapshot()));
        return defaults.withAudit(defaults.audit().withKey(key.toString()));
    }

    private void startHttp(KeyRing keys) {
        keys.add(RECOGNIZER, recognizerKey, Role.SERVICE)
                .add(Credential.hash(photosKey), new Principal(PHOTO_API, Role.OPERATOR, Set.of(), true));
        Access access = new Access(Authenticator.firstOf(List.of(keys, gallery.keys())), sessions)
                .withListener(gallery.refusals());
        Console console = Console.start(ConsoleConfig.DEFAULT, kafka, live, galleryClient, access);
        try {
            HttpService http = HttpService.start(
                    new HttpService.Settings(Ports.LOOPBACK, address.getPort(), PHOTOS.maxBytes() + 1024L * 1024),
                    access,
                    metrics,
                    List.of(gallery.routes(), photos, console, this::addCameras),
                    List.of(
                            gallery.readiness(),
                            console,
                            this::awaitedStreams,
                            this::awaitedModel,
                            this::awaitedCameras));
            closing.add("HTTP", http);
        } finally {
            closing.add("the console", console); // before HTTP, so that the open streams end at once
        }
    }

    private void addCameras(io.javalin.config.RoutesConfig routes) {
        new CameraRoutes(() -> Optional.ofNullable(ingest)).addTo(routes);
    }

    private Optional<String> awaitedStreams() {
        Recognizer running = recognizer;
        return running == null
                ? Optional.of("The recognizer starts.")
                : running.readiness().awaited();
    }

    private Optional<String> awaitedCameras() {
        Ingest running = ingest;
        return running == null
                ? Optional.of("The cameras start.")
                : running.readiness().awaited();
    }

    /** Enrols by photo into this gallery. */
    Enroller enroller() {
        return photos.enroller().onBehalfOf(new OnBehalfOf(ADMIN, Role.ADMIN, Ports.LOOPBACK));
    }

    /** The model that is active in the gallery; empty where none is set. */
    Optional<String> activeModel() {
        return ActiveModel.ask(settings());
    }

    /**
     * Follows the gallery's settings from now on.
     *
     * @param fixed whether the embedder stays whatever is active, and only the shadow model is followed
     */
    void followModels(boolean fixed) {
        followed = closing.add("the watch of the active model", ActiveModel.watch(models, fixed, settings(), FOLLOW));
    }

    private Supplier<Settings> settings() {
        return new ModelsClient(address, adminKey, GALLERY_TIMEOUT)::settings;
    }

    private Optional<String> awaitedModel() {
        ActiveModel following = followed;
        return following == null ? Optional.empty() : following.awaited();
    }

    /** Whether the gallery takes requests. */
    Optional<String> awaitedGallery() {
        return gallery.readiness().awaited();
    }

    /**
     * Waits until the gallery takes requests.
     *
     * @throws FailedException if it does not in time
     */
    public void awaitGallery(Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        Optional<String> awaited = awaitedGallery();
        while (awaited.isPresent()) {
            if (System.nanoTime() > until || never.await(50, TimeUnit.MILLISECONDS)) {
                throw new FailedException("The gallery does not start: " + awaited.get());
            }
            awaited = awaitedGallery();
        }
    }

    /** Whether both streams process. */
    Optional<String> awaitedRecognizer() {
        return awaitedStreams();
    }

    /** Starts both streams. */
    void startRecognizer() {
        recognizer = closing.add(
                "the recognizer",
                Recognizer.start(
                        recognizerConfig,
                        streamsKafka,
                        models,
                        searchClient,
                        live,
                        metrics,
                        () -> onFailure.accept("The recognizer can't go on: the log tells why.")));
    }

    /**
     * Starts the cameras.
     *
     * @param state the file that keeps cameras that are added later; null for a run that ends with its cameras
     */
    Ingest startCameras(List<CameraConfig> cameras, @Nullable Path state) {
        IngestConfig own = IngestConfig.of(cameras).ofOwnMachine();
        IngestConfig config = state == null ? own : own.keptIn(state);
        Ingest started =
                closing.add("the cameras", Ingest.start(config, kafka, metrics, new CameraAudit(gallery.auditor())));
        ingest = started;
        return started;
    }

    /** How clients of this process reach Kafka. */
    public KafkaConfig kafka() {
        return kafka;
    }

    /** Where Kafka listens, as {@code 127.0.0.1:9092}. */
    public String bootstrap() {
        return broker.bootstrap();
    }

    /** Where HTTP listens. */
    public URI address() {
        return address;
    }

    /** A link to the console that logs in once. */
    String loginLink() {
        return address + "/login?ticket=" + sessions.ticketFor(new Principal(ADMIN, Role.ADMIN));
    }
}
