package dev.vigil.gallery.rights;

import dev.vigil.gallery.audit.Actor;
import dev.vigil.gallery.audit.AuditEntry;
import dev.vigil.gallery.client.ErasureReceipt;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.gallery.log.Plan;
import dev.vigil.gallery.log.Position;
import dev.vigil.gallery.log.Write;
import dev.vigil.gallery.log.Written;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Erases people, with a receipt for each: in the answer, and in the audit. Thread-safe. */
public final class Erasures {
    private static final Logger logger = LoggerFactory.getLogger(Erasures.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long ASK_AGAIN_NANOS = Duration.ofMinutes(10).toNanos();

    private final GalleryLog log;
    private final KafkaConfig kafka;
    private final String topic;
    private final Clock clock;
    private TopicLimits limits = TopicLimits.of(Topics.GALLERY_CHANGED.config()); // guarded by this
    private long askAt = System.nanoTime(); // guarded by this

    /** Erases from {@code log}, whose topic is {@code topic}. */
    public Erasures(GalleryLog log, KafkaConfig kafka, String topic, Clock clock) {
        this.log = log;
        this.kafka = kafka;
        this.topic = topic;
        this.clock = clock;
    }

    /**
     * A receipt, and how far the log is with it.
     *
     * @param receipt for whoever asked
     * @param position of the log that has the erasure
     */
    public record Erased(ErasureReceipt receipt, Position position) {}

    /**
     * Erases a person in one transaction.
     *
     * @param planner plans the tombstones: pure, it may refuse
     * @param why who asks; {@code reason} is entered in the audit where it isn't empty
     * @throws dev.vigil.runtime.error.UserError as the planner or the log throws it
     */
    public Erased erase(String person, Actor why, String reason, Function<GalleryState, Plan<?>> planner) {
        String id = UUID.randomUUID().toString();
        Written<Integer> written = log.write(new Write<>(person, state -> {
            Plan<?> plan = planner.apply(state);
            int keys = plan.changes().size();
            return new Plan<>(
                    keys, plan.changes(), keys == 0 ? List.of() : List.of(entry(person, why, reason, id, keys)));
        }));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        TopicLimits held = limits();
        int partition = log.partition(person);
        long offset = written.position().offsets().getOrDefault(partition, -1L);
        return new Erased(
                new ErasureReceipt(
                        id,
                        person,
                        now,
                        partition,
                        offset,
                        written.value(),
                        held.contentUntil(now),
                        held.keysUntil(now)),
                written.position());
    }

    private static AuditEntry entry(String person, Actor why, String reason, String receipt, int keys) {
        Map<String, String> detail = new TreeMap<>(Map.of("receipt", receipt, "keys", Integer.toString(keys)));
        if (!reason.isEmpty()) {
            detail.put("reason", reason);
        }
        return new AuditEntry("person.erase", why, new GalleryKey.OfPerson(person).text(), detail);
    }

    /** Of the topic, as it is set now or was a little while ago; as it is created, where Kafka does not tell. */
    private synchronized TopicLimits limits() {
        if (System.nanoTime() - askAt >= 0) {
            try (TopicSettings settings = new TopicSettings(kafka, PATIENCE)) {
                limits = settings.of(List.of(topic)).getOrDefault(topic, limits);
                askAt = System.nanoTime() + ASK_AGAIN_NANOS;
            } catch (KafkaException e) {
                logger.warn("The settings of {} can't be read; a receipt bears the bounds of {}.", topic, limits, e);
            }
        }
        return limits;
    }
}
