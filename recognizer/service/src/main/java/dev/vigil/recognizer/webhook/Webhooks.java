package dev.vigil.recognizer.webhook;

import dev.vigil.runtime.kafka.KafkaConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Tells every target of the events that it wants. Several processes share the work by partitions. Close it before the metrics.
 */
public final class Webhooks implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(10);

    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads;

    private Webhooks(WebhooksConfig config, KafkaConfig kafka, MeterRegistry meters) {
        threads = config.targets().stream()
                .map(target -> new Thread(
                        new Courier(target, config, kafka, meters, Clock.systemUTC(), stop),
                        "vigil-webhook-" + target.id()))
                .toList();
    }

    /**
     * Starts telling.
     *
     * @throws IllegalArgumentException if nobody is to be told
     */
    public static Webhooks start(WebhooksConfig config, KafkaConfig kafka, MeterRegistry meters) {
        if (config.targets().isEmpty()) {
            throw new IllegalArgumentException(
                    "webhooks.targets is empty: write who is to be told, with id, url and secret.");
        }
        Webhooks webhooks = new Webhooks(config, kafka, meters);
        webhooks.threads.forEach(Thread::start);
        return webhooks;
    }

    /** Finishes the requests under way, within ten seconds. */
    @Override
    public void close() throws InterruptedException {
        stop.countDown();
        for (Thread thread : threads) {
            thread.join(STOP.toMillis());
        }
    }
}
