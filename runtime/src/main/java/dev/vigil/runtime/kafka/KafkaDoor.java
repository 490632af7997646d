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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether Kafka lets this service in. A wrong password or certificate makes the service not ready and says so in one sentence, in
 * the log too; so does TLS where the other side speaks none. That Kafka is merely away is for others to tell. Once Kafka has let it in, it asks now and then with a new connection, and
 * only the log tells of a refusal: what needs no Kafka goes on. Thread-safe.
 */
public final class KafkaDoor implements Readiness, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaDoor.class);
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int IDLE_MILLIS = 4_000;
    /** How many times longer it waits between two questions once it has been let in: with a connection of its own each time. */
    private static final int SELDOM = 6;

    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final KafkaConfig kafka;
    private final long everyMillis;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "vigil-kafka-door");
    private volatile @Nullable String refusal;
    private volatile boolean admitted;

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
        return admitted ? Optional.empty() : Optional.ofNullable(refusal);
    }

    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        thread.join(CLOSE.toMillis());
    }

    private void run() {
        try (Admin admin = Admin.create(settings())) {
            do {
                ask(admin);
            } while (!closing.await(admitted ? SELDOM * everyMillis : everyMillis, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) { // the edge of the thread: settings that can't be right are told by who uses them
            log.debug("Kafka can't be asked", e);
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = kafka.client();
        settings.put("client.id", "vigil-door");
        settings.put("reconnect.backoff.max.ms", "2000");
        settings.put("connections.max.idle.ms", IDLE_MILLIS);
        return settings;
    }

    private void ask(Admin admin) throws InterruptedException {
        try {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MILLIS))
                    .clusterId()
                    .get();
            tell(null);
            admitted = true;
        } catch (ExecutionException e) {
            KafkaRefusal.of(kafka, e).or(() -> KafkaProbe.mismatch(kafka)).ifPresent(this::tell);
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
}
