package dev.vigil.runtime.kafka;

import dev.vigil.runtime.http.Readiness;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether Kafka lets this service in. A wrong password or certificate makes the service not ready and says so in one sentence, in
 * the log too; that Kafka is merely away is for others to tell. It asks until Kafka has let it in once. Thread-safe.
 */
public final class KafkaDoor implements Readiness, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaDoor.class);
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final KafkaConfig kafka;
    private final long everyMillis;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "vigil-kafka-door");
    private volatile @Nullable String refusal;

    private KafkaDoor(KafkaConfig kafka, Duration every) {
        this.kafka = kafka;
        this.everyMillis = every.toMillis();
    }

    /** Begins to ask, every few seconds. */
    public static KafkaDoor start(KafkaConfig kafka) {
        return start(kafka, Duration.ofSeconds(5));
    }

    static KafkaDoor start(KafkaConfig kafka, Duration every) {
        KafkaDoor door = new KafkaDoor(kafka, every);
        door.thread.setDaemon(true);
        door.thread.start();
        return door;
    }

    @Override
    public Optional<String> awaited() {
        return Optional.ofNullable(refusal);
    }

    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        thread.join(CLOSE.toMillis());
    }

    private void run() {
        Map<String, Object> settings = kafka.client();
        settings.put("client.id", "vigil-door");
        settings.put("reconnect.backoff.max.ms", "2000");
        try (Admin admin = Admin.create(settings)) {
            while (!letIn(admin)) {
                if (closing.await(everyMillis, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) { // the edge of the thread: settings that can't be right are told by who uses them
            log.debug("Kafka can't be asked", e);
        }
    }

    private boolean letIn(Admin admin) throws InterruptedException {
        try {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MILLIS))
                    .clusterId()
                    .get();
            tell(null);
            return true;
        } catch (ExecutionException e) {
            Optional<String> why = refusal(kafka, e.getCause());
            why.ifPresent(this::tell);
            return false;
        }
    }

    private void tell(@Nullable String now) {
        String before = refusal;
        refusal = now;
        if (now != null && !now.equals(before)) {
            log.error("{}", now);
        } else if (now == null && before != null) {
            log.info("Kafka at {} has let us in.", kafka.bootstrap());
        }
    }

    /** Why Kafka does not let us in, in one sentence; empty where it is merely away, or something else is wrong. */
    public static Optional<String> refusal(KafkaConfig kafka, @Nullable Throwable error) {
        if (error instanceof SslAuthenticationException) {
            return Optional.of(
                    "The certificate of Kafka at " + kafka.bootstrap()
                            + " is not accepted, or Kafka does not accept ours: check kafka.ca and the host's name in kafka.bootstrap.");
        } else if (error instanceof AuthenticationException) {
            return Optional.of(
                    kafka.user() == null
                            ? "Kafka at " + kafka.bootstrap()
                                    + " wants to know who we are: set kafka.user and kafka.password."
                            : "Kafka at " + kafka.bootstrap() + " does not accept the user '" + kafka.user()
                                    + "' with this password: check kafka.user, kafka.password and kafka.mechanism.");
        } else if (error instanceof AuthorizationException) {
            return Optional.of("Kafka at " + kafka.bootstrap() + " does not permit this to "
                    + (kafka.user() == null ? "us" : "the user '" + kafka.user() + "'") + ": " + error.getMessage());
        }
        return Optional.empty();
    }
}
