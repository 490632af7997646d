package dev.vigil.gallery.audit;

import dev.vigil.runtime.http.AccessListener;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit of a replica. Entries of changes go into the changes' own transactions ({@link #records}); what changes nothing is
 * {@link #tell told}, waits in bounded memory, and is written by a thread of its own. Both are hash chains, whose ends are signed
 * now and then, and at the close. Thread-safe.
 */
public final class AuditLog implements Auditor, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);

    private final Clock clock;
    private final ChangeAudit changes;
    private final Waiting waiting;
    private final AuditWriter writer;

    private AuditLog(AuditSettings settings, SigningKey key, Clock clock, MeterRegistry meters) {
        this.clock = clock;
        AuditConfig config = settings.config();
        ChainEnds ends = new ChainEnds(settings.kafka(), config.topic(), settings.step());
        this.changes = new ChangeAudit(config.topic(), clock, ends::of);
        this.waiting = new Waiting(config.held());
        this.writer = new AuditWriter(settings, key, ends, changes, waiting, clock);
        FunctionCounter.builder("vigil.gallery.audit.lost", waiting, Waiting::lostEver)
                .description("Audit entries that were lost while Kafka was away, past the bound of memory.")
                .register(meters);
        Gauge.builder("vigil.gallery.audit.waiting", waiting, Waiting::size)
                .description("Audit entries that wait in memory for Kafka.")
                .register(meters);
    }

    /**
     * Starts the thread that writes, and returns at once.
     *
     * @throws dev.vigil.runtime.error.UserError if the key can't be read
     * @throws KafkaException if the settings can't be right
     */
    public static AuditLog start(AuditSettings settings, Clock clock, MeterRegistry meters) {
        Optional<String> file = Optional.ofNullable(settings.config().key());
        SigningKey key = file.map(Path::of).map(SigningKey::read).orElseGet(SigningKey::random);
        if (file.isEmpty()) {
            log.warn(
                    "gallery.audit.key is not set: checkpoints of the audit are signed with a key of this start only.");
        }
        AuditLog started = new AuditLog(settings, key, clock, meters);
        started.writer.start();
        return started;
    }

    /** Makes the entries of changes. */
    public AuditRecords records() {
        return changes;
    }

    @Override
    public void tell(AuditEntry entry) {
        waiting.offer(new Chain.Timed(entry, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }

    /** Tells of requests that are refused for want of a key, or of a role. */
    public AccessListener refusals() {
        return refusal -> tell(new AuditEntry(
                "refused",
                new Actor(refusal.principal().id(), refusal.principal().role().label(), refusal.address()),
                "",
                Map.of(
                        "method", refusal.method(),
                        "route", refusal.route(),
                        "status", Integer.toString(refusal.status()))));
    }

    /**
     * Has everything that was told before written, sums too.
     *
     * @return Kafka's time of it, where the topic bears Kafka's; completes exceptionally where the log is closed first
     */
    public CompletableFuture<Written> flush() {
        return writer.flush();
    }

    /** Completes, with one sentence, when the audit can't be written any more for a bug: the process had better end. */
    public CompletableFuture<String> lost() {
        return writer.lost().copy();
    }

    /**
     * What has been written.
     *
     * @param brokerTime when Kafka took the last record, where the topic's {@code message.timestamp.type} is LogAppendTime;
     *     else null
     */
    public record Written(@org.jspecify.annotations.Nullable Instant brokerTime) {}

    /** Writes what waits and a last checkpoint, for at most two seconds. To be called when no changes are written any more. */
    @Override
    public void close() throws InterruptedException {
        writer.close(Duration.ofSeconds(2));
    }
}
