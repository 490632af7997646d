package dev.vigil.ingest;

import dev.vigil.ingest.publish.Lane;
import dev.vigil.ingest.publish.Publisher;
import dev.vigil.ingest.source.FrameSources;
import dev.vigil.ingest.source.SourceAddress;
import dev.vigil.ingest.source.SourceSettings;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.Readiness;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.metric.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
    private static final Duration STOP = Duration.ofSeconds(4);
    private static final Duration FLUSH = Duration.ofSeconds(5);

    private final Publisher publisher;
    private final List<CameraWorker> workers;
    private final CompletableFuture<Void> ended;

    private Ingest(Publisher publisher, List<CameraWorker> workers) {
        this.publisher = publisher;
        this.workers = List.copyOf(workers);
        this.ended = allOf(workers);
    }

    private static CompletableFuture<Void> allOf(List<CameraWorker> workers) {
        CompletableFuture<?>[] finite = workers.stream()
                .filter(worker -> worker.status().untilEnd())
                .map(CameraWorker::over)
                .toArray(CompletableFuture<?>[]::new);
        return finite.length == 0 ? new CompletableFuture<>() : CompletableFuture.allOf(finite);
    }

    /**
     * Starts every camera. Does not wait for Kafka nor for any camera.
     *
     * @throws UserError if no broker of {@code kafka} can be resolved or its settings are refused
     */
    public static Ingest start(IngestConfig config, KafkaConfig kafka, Metrics metrics) {
        Publisher publisher = publisher(kafka, config.group(), metrics.registry());
        SessionIds ids = new SessionIds(Clock.systemUTC());
        List<CameraWorker> workers = new ArrayList<>();
        for (CameraConfig camera : config.cameras()) {
            workers.add(worker(camera, config, publisher, ids, metrics.registry()));
        }
        Ingest ingest = new Ingest(publisher, workers);
        workers.forEach(CameraWorker::start);
        return ingest;
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

    private static CameraWorker worker(
            CameraConfig camera, IngestConfig config, Publisher publisher, SessionIds ids, MeterRegistry meters) {
        CameraRecord record = new CameraRecord(camera, meters);
        Lane lane = camera.untilEnd()
                ? publisher.waitingLane(camera.id(), WAITING, record, config.framesAhead())
                : publisher.lane(new Lane.Settings(config.bufferedFrames(), LIVE_IN_FLIGHT, true), record);
        SourceAddress address = camera.address();
        SourceSettings settings = new SourceSettings(
                camera.width(), camera.quality(), config.pictureGap(), config.connectTimeout(), config.silence());
        Backoff backoff = new Backoff(
                config.leastPause(),
                config.mostPause(),
                () -> ThreadLocalRandom.current().nextDouble());
        return new CameraWorker(camera, () -> FrameSources.create(address, settings), lane, ids, backoff, record);
    }

    /** Ready when Kafka takes frames; a camera that can't be reached does not count. */
    public Readiness readiness() {
        return publisher::awaited;
    }

    /** {@code GET /v1/cameras}. */
    public Routes routes() {
        return new CameraRoutes(this::cameras);
    }

    /** Every camera as it stands now, in the order of the configuration. */
    public List<CameraStatus> cameras() {
        return workers.stream().map(CameraWorker::status).toList();
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
        workers.forEach(CameraWorker::stop);
        long until = System.nanoTime() + STOP.toNanos();
        try {
            for (CameraWorker worker : workers) {
                worker.join(Duration.ofNanos(until - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        publisher.close(FLUSH);
        ended.complete(null);
    }
}
