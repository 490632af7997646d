package dev.vigil.gallery.log;

import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.Roll;
import dev.vigil.gallery.state.GalleryState;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what was erased leaves the log. Kafka closes a segment only when something is appended, so an erasure in a
 * partition where nothing follows would stay for ever. Each transaction that erases something of a person therefore writes, under
 * {@code roll:PARTITION}, when its segment may be closed, and the partition's owner appends another {@code roll:} record then; and a
 * third one when the bare keys that the first compaction has left may go, since Kafka compacts only what has got something new. What
 * is pending is on the log, and outlives every process. Thread-safe.
 */
public final class Rolls {
    private static final Logger log = LoggerFactory.getLogger(Rolls.class);

    private final GalleryState state;
    private final TopicAdmin admin;
    private final Clock clock;
    private volatile LogBounds bounds = LogBounds.CREATED;
    private volatile boolean asked;

    Rolls(GalleryState state, TopicAdmin admin, Clock clock) {
        this.state = state;
        this.admin = admin;
        this.clock = clock;
    }

    /** How long the topic may hold what is erased, by its settings as they were when this replica began to write. */
    public LogBounds bounds() {
        return bounds;
    }

    /** When the partition's owner appends the next roll for what was erased; empty where the last one is on the log. */
    public Optional<Instant> pending(int partition) {
        return state.roll(partition).flatMap(roll -> Optional.ofNullable(roll.due()));
    }

    /** Reads the topic's settings; where Kafka does not tell them to us, they are taken for those that it is created with. */
    void ask() throws InterruptedException {
        try {
            bounds = LogBounds.of(admin.settings());
        } catch (org.apache.kafka.common.errors.AuthorizationException e) {
            if (!asked) {
                log.warn("The settings of the changed topic can't be read: {} are taken for them.", bounds, e);
            }
        }
        asked = true;
    }

    /** The record that is written beside these changes; none where they erase nothing of a person. */
    Optional<Change> beside(int partition, List<Change> changes) {
        return changes.stream().anyMatch(Rolls::erases) ? Optional.of(promise(partition)) : Optional.empty();
    }

    private Change promise(int partition) {
        Instant now = now();
        return new Change(new GalleryKey.OfRoll(partition), new Roll(now, bounds.closes(now), /* again= */ true));
    }

    private static boolean erases(Change change) {
        return change.value() == null
                && (change.key() instanceof GalleryKey.OfPerson
                        || change.key() instanceof GalleryKey.OfFace
                        || change.key() instanceof GalleryKey.OfNegative);
    }

    /** Whether the partition's roll is due. */
    boolean isDue(int partition) {
        return pending(partition).filter(due -> now().isAfter(due)).isPresent();
    }

    /** Appends the roll, if it is due still; after the first of an erasure it promises the second. */
    Function<GalleryState, Plan<Boolean>> roll(int partition) {
        return state -> isDue(partition)
                ? Plan.of(true, new Change(new GalleryKey.OfRoll(partition), next(state, partition)))
                : Plan.nothing(false);
    }

    private Roll next(GalleryState state, int partition) {
        Instant now = now();
        boolean again = state.roll(partition).filter(Roll::again).isPresent();
        return new Roll(now, again ? bounds.forgets(now) : null, /* again= */ false);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
