package dev.vigil.ingest.publish;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * The producer in use, with its metrics. An idempotent producer that Kafka has refused once (a wrong password) is of no more use, even
 * when it would be let in: then another takes its place. For one thread, but for {@link #close}.
 */
final class Producers {
    private final Supplier<Producer<String, byte[]>> make;
    private final @Nullable MeterRegistry meters;
    private volatile Producer<String, byte[]> current;
    private @Nullable KafkaClientMetrics metrics;

    /** Makes the first; {@code meters} may be null for no metrics. */
    Producers(Supplier<Producer<String, byte[]>> make, @Nullable MeterRegistry meters) {
        this.make = make;
        this.meters = meters;
        this.current = make.get();
        bind();
    }

    /** The one in use. */
    Producer<String, byte[]> get() {
        return current;
    }

    /** Puts another in its place; what the old one still held comes back as failed. */
    void renew() {
        unbind();
        current.close(Duration.ZERO);
        current = make.get();
        bind();
    }

    /** Closes the one in use, after at most {@code patience}. */
    void close(Duration patience) {
        unbind();
        current.close(patience);
    }

    private synchronized void bind() {
        if (meters != null) {
            metrics = new KafkaClientMetrics(current);
            metrics.bindTo(meters);
        }
    }

    private synchronized void unbind() {
        if (metrics != null) {
            metrics.close();
            metrics = null;
        }
    }
}
