package dev.vigil.recognizer.stream;

import dev.vigil.runtime.http.Readiness;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.kafka.KafkaRefusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one Kafka Streams application: starts it, replaces a thread that died a bounded number of times, then gives up loudly, and
 * drains it. Thread-safe.
 */
public final class StreamApplication implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamApplication.class);
    private static final Duration REFUSED = Duration.ofSeconds(2);
    /** Longer than one frame may take, and less than what whoever stops the process waits for. */
    private static final Duration DRAIN = Duration.ofSeconds(20);

    private final String name;
    private final boolean staticMember;
    private final KafkaStreams streams;
    private final KafkaStreamsMetrics metrics;
    private final Runnable fatal;
    private final Clock clock = Clock.systemUTC();
    private final KafkaConfig kafka;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable String refused;
    private final ThreadDeaths deaths = new ThreadDeaths();

    private StreamApplication(
            Topology topology, StreamSettings settings, KafkaConfig kafka, MeterRegistry registry, Runnable fatal) {
        this.name = settings.application();
        this.staticMember = settings.instance() != null;
        this.fatal = fatal;
        this.kafka = kafka;
        this.streams = new KafkaStreams(topology, settings.properties(kafka));
        this.metrics = new KafkaStreamsMetrics(streams, Tags.of("application", name));
        streams.setUncaughtExceptionHandler(this::died);
        streams.setStateListener((now, before) -> {
            LOG.info("{}: {} → {}", name, before, now);
            if (now == State.RUNNING) {
                refused = null;
            }
        });
        metrics.bindTo(registry);
    }

    /**
     * Starts it.
     *
     * @param fatal called once where too many threads died: the process must not go on as if nothing were
     */
    public static StreamApplication start(
            Topology topology, StreamSettings settings, KafkaConfig kafka, MeterRegistry registry, Runnable fatal) {
        StreamApplication application = new StreamApplication(topology, settings, kafka, registry, fatal);
        application.streams.start();
        return application;
    }

    private StreamThreadExceptionResponse died(Throwable cause) {
        Optional<String> refusal = KafkaRefusal.of(kafka, cause);
        return refusal.isPresent() ? awaitAdmission(refusal.get()) : count(cause);
    }

    /** A thread that Kafka refuses dies of it; what is wrong is mended at the broker, so that it is replaced, however often. */
    private StreamThreadExceptionResponse awaitAdmission(String why) {
        if (!why.equals(refused)) {
            LOG.error("{}: {}", name, why);
        }
        refused = why;
        try {
            return closing.await(REFUSED.toMillis(), TimeUnit.MILLISECONDS)
                    ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT
                    : StreamThreadExceptionResponse.REPLACE_THREAD;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
    }

    private StreamThreadExceptionResponse count(Throwable cause) {
        int death = deaths.died(cause, clock.instant());
        if (death > 0) {
            LOG.error("{}: a thread died and is replaced ({} of {})", name, death, ThreadDeaths.MOST_REPLACED, cause);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.error("{}: a thread died, and no more are replaced; the application stops", name, cause);
        fatal.run();
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** Ready while it processes. */
    public Readiness readiness() {
        return () -> {
            String why = refused;
            if (why != null) {
                return Optional.of(why);
            }
            return streams.state() == State.RUNNING
                    ? Optional.empty()
                    : Optional.of(name + " is " + streams.state().name().toLowerCase(Locale.ROOT)
                            + ", and not yet processing.");
        };
    }

    /** How many tasks it keeps warm for other processes now. */
    int standbys() {
        return streams.metadataForLocalThreads().stream()
                .mapToInt(thread -> thread.standbyTasks().size())
                .sum();
    }

    /**
     * Finishes the records in hand, commits, and leaves the group; a static member stays in it, so that its partitions wait for its
     * return.
     *
     * @throws UndrainedException if that could not be done in time: what was in hand is done again by whoever takes over
     */
    @Override
    public void close() {
        GroupMembershipOperation operation =
                staticMember ? GroupMembershipOperation.REMAIN_IN_GROUP : GroupMembershipOperation.LEAVE_GROUP;
        closing.countDown();
        metrics.close();
        if (!streams.close(CloseOptions.timeout(DRAIN).withGroupMembershipOperation(operation))) {
            throw new UndrainedException(name + " did not finish and commit what it had in hand in " + DRAIN.toSeconds()
                    + " s; whoever takes over does it again.");
        }
    }
}
