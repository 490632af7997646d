package dev.vigil.ingest;

import dev.vigil.ingest.publish.AccountWriter;
import dev.vigil.ingest.publish.FrameLedger;
import dev.vigil.ingest.publish.Lane;
import dev.vigil.ingest.publish.Publisher;
import dev.vigil.ingest.source.AddressRules;
import dev.vigil.ingest.source.FrameSources;
import dev.vigil.ingest.source.SourceAddress;
import dev.vigil.ingest.source.SourceSettings;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.Readiness;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.metric.Metrics;
import dev.vigil.runtime.tls.Trust;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.KafkaException;

/**
 * The running ingest: one worker per camera, one publisher. Thread-safe. Closing it stops the cameras, publishes their ended
 * markers and sends what is left, within seconds.
 */
public final class Ingest implements AutoCloseable {
    /** Of a run until the end: a few frames read ahead, and enough under way to keep the producer busy. */
    private static final Lane.Settings WAITING = new Lane.Settings(8, 16, false);

    private static final int LIVE_IN_FLIGHT = 4;

    /** A second, of a camera that gives one picture a request. */
    private static final double MOST_REQUESTS = 30;

    private static final Duration FLUSH = Duration.ofSeconds(5);

    private final IngestConfig config;
    private final Publisher publisher;
    private final SessionIds ids = new SessionIds(Clock.systemUTC());
    private final MeterRegistry meters;
    private final Map<String, FrameLedger> ledgers = new ConcurrentHashMap<>();
    private final AccountWriter accounts;
    private final AddressRules fileRules;
    private final AddressRules httpRules;
    private final Trust trust;
    private final Cameras cameras;
    private final CompletableFuture<Void> ended;

    private Ingest(IngestConfig config, KafkaConfig kafka, MeterRegistry meters, CameraListener listener) {
        this.config = config;
        this.meters = meters;
        this.trust = Trust.of(config.ca());
        this.fileRules = config.rules();
        this.httpRules = new AddressRules(config.allowNetworks(), config.denyNetworks(), config.allowThisMachine());
        this.cameras = new Cameras(config.cameras(), new CameraStore(config.state()), new Starter(), listener);
        this.publisher = publisher(kafka, config.group(), meters);
        this.accounts = AccountWriter.start(kafka, config.accountEvery(), ledgers::values);
        cameras.start();
        this.ended = allOf(cameras.all());
    }

    private static CompletableFuture<Void> allOf(Collection<RunningCamera> cameras) {
        CompletableFuture<?>[] finite = cameras.stream()
                .filter(camera -> camera.config().untilEnd())
                .map(RunningCamera::work)
                .filter(Objects::nonNull)
                .map(RunningCamera.Work::over)
                .toArray(CompletableFuture<?>[]::new);
        return finite.length == 0 ? new CompletableFuture<>() : CompletableFuture.allOf(finite);
    }

    /**
     * Starts every camera. Does not wait for Kafka nor for any camera.
     *
     * @throws UserError if no broker of {@code kafka} can be resolved or its settings are refused, or if the file with the cameras
     *     that were put by HTTP can't be read
     */
    public static Ingest start(IngestConfig config, KafkaConfig kafka, Metrics metrics) {
        return start(config, kafka, metrics, CameraListener.NOBODY);
    }

    /** As above; {@code listener} is told of the changes of cameras. */
    public static Ingest start(IngestConfig config, KafkaConfig kafka, Metrics metrics, CameraListener listener) {
        return new Ingest(config, kafka, metrics.registry(), listener);
    }

    private static Publisher publisher(KafkaConfig kafka, String group, MeterRegistry meters) {
        try {
            return Publisher.start(kafka, group, meters);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new UserError(
                    400, "Kafka at " + kafka.bootstrap() + " can't be used: " + cause.getMessage() + ".", e);
        }
    }

    /** Makes what a camera needs. */
    private final class Starter implements Cameras.Starter {
        @Override
        public CameraRecord record(CameraConfig camera) {
            return new CameraRecord(camera, meters, ledger(camera.id()));
        }

        @Override
        public RunningCamera.Work work(CameraConfig camera, boolean byHttp, CameraRecord record) {
            Lane lane = camera.untilEnd()
                    ? publisher.waitingLane(camera.id(), WAITING, record, config.framesAhead())
                    : publisher.lane(new Lane.Settings(config.bufferedFrames(), LIVE_IN_FLIGHT, true), record);
            SourceAddress address = camera.address();
            SourceSettings settings = settings(camera, byHttp);
            Backoff backoff = new Backoff(
                    config.leastPause(),
                    config.mostPause(),
                    () -> ThreadLocalRandom.current().nextDouble());
            return new CameraWorker(
                    camera,
                    () -> FrameSources.create(address, settings),
                    lane,
                    ids,
                    backoff,
                    record,
                    ledger(camera.id()),
                    config.frozenAfter(),
                    () -> publisher.release(lane));
        }

        private FrameLedger ledger(String camera) {
            return ledgers.computeIfAbsent(camera, id -> new FrameLedger(id, Clock.systemUTC(), () -> accounts.soon()));
        }

        private SourceSettings settings(CameraConfig camera, boolean byHttp) {
            return new SourceSettings(
                    camera.picture(),
                    Math.min(camera.effectiveRate(), MOST_REQUESTS),
                    config.pictureGap(),
                    config.connectTimeout(),
                    config.silence(),
                    camera.hardware(),
                    byHttp ? httpRules : fileRules,
                    trust,
                    config.ca());
        }
    }

    /** The cameras, to be changed. */
    Cameras control() {
        return cameras;
    }

    /**
     * Looks at a camera that comes by HTTP.
     *
     * @throws UserError with 403 if such a camera may not be
     */
    void admit(CameraConfig camera) {
        SourceAddress address = camera.address();
        if (address.ofThisMachine() && !config.allowThisMachine()) {
            throw new UserError(
                    403,
                    "A camera that is put by HTTP can't name what lies on this machine, as " + address.masked()
                            + ": name it in the configuration file, or set ingest.allowThisMachine there.");
        }
        if (!address.networkHost().isEmpty() && httpRules.forbids(address.networkHost())) {
            throw new UserError(
                    403,
                    "The camera " + address.masked()
                            + " has an address where cameras that are put by HTTP may not be: name it in the configuration file,"
                            + " or allow its network there with ingest.allowNetworks.");
        }
    }

    /**
     * Takes the cameras of a configuration file that was changed; those that are as before run on.
     *
     * @return whether there are other changes, which need a restart
     */
    public boolean reload(IngestConfig changed) {
        cameras.reload(changed.cameras());
        IngestConfig rest = changed.withCameras(config.cameras());
        return !rest.equals(config)
                && !(config.state() != null && rest.keptIn(config.state()).equals(config));
    }

    /** Ready when Kafka takes frames; a camera that can't be reached does not count. */
    public Readiness readiness() {
        return publisher::awaited;
    }

    /** {@code /v1/cameras}. */
    public Routes routes() {
        return new CameraRoutes(() -> Optional.of(this));
    }

    /** Every camera as it stands now, in the order of the configuration. */
    public List<CameraStatus> cameras() {
        return cameras.all().stream().map(RunningCamera::status).toList();
    }

    /**
     * Completes when every camera that runs until its end is over: {@link CameraState#ENDED} with its ended marker in Kafka, or
     * {@link CameraState#FAILED} with its reason. Never completes where there is no such camera, until ingest is closed.
     */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    /** Whether {@link #ended()} has completed. */
    public boolean allEnded() {
        return ended.isDone();
    }

    @Override
    public void close() {
        cameras.close();
        publisher.close(FLUSH);
        accounts.close();
        ended.complete(null);
    }
}
