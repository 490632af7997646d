package dev.vigil.gallery.server;

import dev.vigil.gallery.access.KeyJudge;
import dev.vigil.gallery.audit.AuditLog;
import dev.vigil.gallery.audit.AuditSettings;
import dev.vigil.gallery.audit.AuditTopic;
import dev.vigil.gallery.audit.Auditor;
import dev.vigil.gallery.client.ModelCounts.Held;
import dev.vigil.gallery.enrolment.EnrolmentSense;
import dev.vigil.gallery.limit.RateLimits;
import dev.vigil.gallery.log.Crops;
import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.gallery.log.LogParts;
import dev.vigil.gallery.log.LogSettings;
import dev.vigil.gallery.log.NotOwner;
import dev.vigil.gallery.log.Resealer;
import dev.vigil.gallery.rights.ConsentJob;
import dev.vigil.gallery.rights.Erasures;
import dev.vigil.gallery.seal.KeySources;
import dev.vigil.gallery.seal.Vault;
import dev.vigil.gallery.search.SearchEngine;
import dev.vigil.gallery.snapshot.Snapshots;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.AccessListener;
import dev.vigil.runtime.http.Authenticator;
import dev.vigil.runtime.http.Credential;
import dev.vigil.runtime.http.Readiness;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.http.Verdict;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.metric.Metrics;
import dev.vigil.runtime.tls.Trust;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The gallery service: people and faces, whose truth is the changed topic. Thread-safe.
 *
 * <p>It starts in the background, and answers 503 until it has read its log. After that its searches need no Kafka.
 */
public final class Gallery implements AutoCloseable {
    private static final Duration RESEALER_PAUSE = Duration.ofSeconds(1);
    private static final Duration CROP_PATIENCE = Duration.ofSeconds(2);

    private static final List<String> PATHS = List.of(
            "/v1/people",
            "/v1/watchlists",
            "/v1/identify",
            "/v1/verify",
            "/v1/settings",
            "/v1/models",
            "/v1/encryption",
            "/v1/export",
            "/v1/import",
            "/v1/keys",
            "/v1/keys-known");

    private static final Duration AUDIT_PATIENCE = Duration.ofSeconds(5);

    private final AuditLog audit;
    private final GalleryLog log;
    private final Crops crops;
    private final Resealer resealer;
    private final ConsentJob consents;
    private final Snapshots snapshots;
    private final Positions positions;
    private final Forwarding forwarding;
    private final RateLimits limits;
    private final List<Routes> parts;
    private final Authenticator keys;

    private Gallery(GalleryConfig config, KafkaConfig kafka, Metrics metrics, Trust replicas, Clock clock) {
        MeterRegistry meters = metrics.registry();
        Vault vault = Vault.open(KeySources.of(config.encryption(), System.getenv()), clock);
        this.snapshots = Snapshots.open(config.snapshot(), config.topic(), vault, clock);
        snapshots.bindTo(meters);
        SearchEngine engine = snapshots.engine();
        GalleryState state = new GalleryState(engine);
        Counter unreadable = Counter.builder("vigil.gallery.unreadable.records")
                .description("Records of the changed topic that can't be read and were passed over.")
                .register(meters);
        Gauge.builder("vigil.gallery.people", state, GalleryState::peopleCount)
                .description("People in the gallery.")
                .register(meters);
        Gauge.builder("vigil.gallery.faces", state, GalleryState::faceCount)
                .description("Faces in the gallery.")
                .register(meters);
        LogSettings settings = settings(config, kafka);
        this.audit = AuditLog.start(
                new AuditSettings(
                        kafka,
                        config.audit(),
                        settings.instance(),
                        config.writeTimeout().dividedBy(2)),
                clock,
                meters);
        this.log = GalleryLog.start(
                settings,
                new LogParts(state, vault, snapshots.beginning(state), audit.records(), clock, unreadable::increment));
        this.crops = new Crops(settings, state, vault, CROP_PATIENCE);
        this.resealer = new Resealer(settings, log, vault, RESEALER_PAUSE);
        resealer.start();
        snapshots.start(log, state);
        Identification identification = new Identification(state, engine, clock, meters);
        Bodies bodies = new Bodies(config.maxBodyBytes());
        Writes writes = new Writes(log, clock);
        this.positions = new Positions(log, config.writeTimeout());
        this.forwarding = new Forwarding(log, config.writeTimeout(), replicas);
        Erasures erasures = new Erasures(log, kafka, config.topic(), clock);
        this.consents = new ConsentJob(
                config.consent(),
                state,
                log,
                audit,
                erasures,
                (now, person) -> People.erase(now, person, Precondition.NONE),
                clock,
                meters);
        consents.start();
        AuditTopic audited = new AuditTopic(kafka, config.audit().topic(), AUDIT_PATIENCE);
        EnrolmentSense sense = new EnrolmentSense(engine, config.enrolment(), clock);
        Enrolments enrolments = new Enrolments(state, identification, sense, config);
        this.limits = new RateLimits(config.limits(), System::nanoTime);
        this.parts = List.of(
                new PeopleRoutes(writes, erasures, state, crops, bodies),
                new MergeRoutes(log.merges(), state, bodies, config.facesPerPerson(), config.writeTimeout()),
                new FaceRoutes(writes, state, enrolments, crops, bodies, audit),
                new NegativeRoutes(writes, state, identification, bodies),
                new WatchlistRoutes(writes, state, bodies),
                new SearchRoutes(identification, bodies, audit),
                new EncryptionRoutes(writes, log, vault),
                new SettingsRoutes(writes, state, new ModelCensus(state, engine), bodies),
                new AuditRoutes(audited, audit),
                new ExportRoutes(
                        log,
                        state,
                        crops,
                        audited,
                        audit,
                        () -> dimensions(state, engine),
                        new ImportParts(log, forwarding, config.writeTimeout()),
                        clock),
                new KeyRoutes(writes, state, bodies));
        this.keys = credential -> judge(state, credential, clock);
    }

    /**
     * Begins to read the log, and returns at once: {@link #readiness()} says when it serves.
     *
     * @throws UserError if it isn't said how the gallery is encrypted, or the key is not there
     * @throws org.apache.kafka.common.KafkaException if the settings for Kafka can't be right
     */
    public static Gallery start(GalleryConfig config, KafkaConfig kafka, Metrics metrics) {
        return start(config, kafka, metrics, Trust.SYSTEM);
    }

    /** The same, where {@code replicas} accepts the certificates of the other replicas, as far as their addresses are https. */
    public static Gallery start(GalleryConfig config, KafkaConfig kafka, Metrics metrics, Trust replicas) {
        return new Gallery(config, kafka, metrics, replicas, Clock.systemUTC());
    }

    private static LogSettings settings(GalleryConfig config, KafkaConfig kafka) {
        return new LogSettings(
                kafka,
                config.topic(),
                UUID.randomUUID().toString(),
                config.instance(),
                config.address(),
                config.writeTimeout(),
                config.sessionTimeout());
    }

    /** The same, reading the time from {@code clock}. */
    static Gallery start(GalleryConfig config, KafkaConfig kafka, Metrics metrics, Clock clock) {
        return new Gallery(config, kafka, metrics, Trust.SYSTEM, clock);
    }

    /** Everything under {@code /v1/people}, {@code /v1/watchlists}, {@code /v1/identify}, {@code /v1/verify}, {@code
     * /v1/settings}, {@code /v1/models}, {@code /v1/keys} and {@code /v1/audit}. */
    public Routes routes() {
        return routes -> {
            for (String path : PATHS) {
                for (String each : List.of(path, path + "/*")) {
                    routes.beforeMatched(each, limits::check);
                    routes.beforeMatched(each, this::admit);
                }
            }
            routes.exception(NotOwner.class, forwarding::forward);
            parts.forEach(part -> part.addTo(routes));
        };
    }

    /** How many numbers an embedding of each model has. */
    private static Map<String, Integer> dimensions(GalleryState state, SearchEngine engine) {
        Map<String, Integer> dimensions = new TreeMap<>();
        for (Held model : new ModelCensus(state, engine).count().models()) {
            if (model.dimension() != null) {
                dimensions.put(model.id(), model.dimension());
            }
        }
        return dimensions;
    }

    /** Tells whose an API key of the changed topic is. */
    public Authenticator keys() {
        return keys;
    }

    /** Before all has been read, a key that is revoked further on would still seem valid. */
    private Verdict judge(GalleryState state, Credential credential, Clock clock) {
        Optional<String> id = credential.id();
        if (id.isEmpty()) {
            return Authenticator.NOT_OURS;
        } else if (!log.isRead()) {
            return new Verdict.Undecided("The gallery is still reading its keys: try again in a moment.");
        }
        return id.flatMap(state::apiKey)
                .map(key -> KeyJudge.judge(key, credential, clock.instant()))
                .orElse(Authenticator.NOT_OURS);
    }

    /** Ready once the log has been read and what this replica writes is claimed. */
    public Readiness readiness() {
        return log::awaited;
    }

    /**
     * Completes, with one sentence, when this gallery can't go on, as when another process bears its instance's name: the process
     * had better say so and end. That other replicas write some or all partitions is no such case.
     */
    public CompletableFuture<String> lost() {
        return CompletableFuture.anyOf(log.lost(), audit.lost()).thenApply(String::valueOf);
    }

    /** Its log. */
    GalleryLog log() {
        return log;
    }

    /** Stops writing and reading. Requests should have ended before. */
    @Override
    public void close() throws InterruptedException {
        consents.close();
        crops.close();
        resealer.close();
        snapshots.close();
        log.close();
        audit.close();
    }

    /** The audit, for what others in this process do. */
    public Auditor auditor() {
        return audit;
    }

    /** Is to be told of the requests that are refused: the audit has them. */
    public AccessListener refusals() {
        return audit.refusals();
    }

    private void admit(Context ctx) {
        if (!log.isRead()) {
            throw new UserError(503, "The gallery is still reading its log: try again in a moment.");
        }
        forwarding.receive(ctx);
        positions.await(ctx);
    }
}
