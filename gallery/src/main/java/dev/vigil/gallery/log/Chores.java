package dev.vigil.gallery.log;

import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.MergeIntent;
import dev.vigil.gallery.event.Negative;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.gallery.state.HeldFace;
import dev.vigil.runtime.error.UserError;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the owner of a partition does without being asked: the rolls that are due, and its halves of merges. One thread. */
final class Chores implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Chores.class);
    private static final long PAUSE_MS = 200;
    private static final int MOST_COPIED = 100;
    private static final Duration CATCH_UP = Duration.ofSeconds(5);

    private final GalleryLog gallery;
    private final GalleryState state;
    private final Rolls rolls;
    private final Crops crops;
    private final Clock clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "gallery-chores");

    Chores(GalleryLog gallery, GalleryState state, Rolls rolls, Crops crops, Clock clock) {
        this.gallery = gallery;
        this.state = state;
        this.rolls = rolls;
        this.crops = crops;
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        thread.interrupt();
        thread.join();
        crops.close();
    }

    private void run() {
        try {
            while (!closing.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
                if (gallery.isRead()) {
                    round();
                }
            }
        } catch (InterruptedException e) {
            log.debug("The chores have stopped.");
        }
    }

    /** Does what is to be done now; what can't be done now is done in a later round. */
    private void round() throws InterruptedException {
        for (int partition = 0; partition < gallery.partitions(); partition++) {
            if (rolls.isDue(partition) && gallery.owns(partition)) {
                int due = partition;
                attempt("A segment can't be closed now", () -> gallery.write(due, rolls.roll(due)));
            }
        }
        for (MergeIntent merge : state.merges()) {
            attempt("A merge can't go on now", () -> advance(merge));
        }
        for (MergeIntent merge : state.marks()) {
            attempt("A merge can't be given up now", () -> giveUp(merge));
        }
    }

    /** What may have to wait for Kafka or for another replica. */
    private interface Chore {
        boolean run() throws InterruptedException;
    }

    private static void attempt(String otherwise, Chore chore) throws InterruptedException {
        try {
            while (chore.run()) {
                log.debug("A chore is done.");
            }
        } catch (UserError | KafkaException e) {
            log.debug("{}", otherwise, e);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Does the next step of a merge, if it is one of this replica's; false where there is nothing to do now. */
    private boolean advance(MergeIntent merge) throws InterruptedException {
        int survivors = gallery.partition(merge.survivor());
        int absorbeds = gallery.partition(merge.absorbed());
        boolean ours = gallery.owns(survivors) || gallery.owns(absorbeds);
        if (!ours || !gallery.catchUp(survivors, CATCH_UP) || !gallery.catchUp(absorbeds, CATCH_UP)) {
            return false;
        }
        return (gallery.owns(absorbeds) && (mark(merge) || absorb(merge)))
                || (gallery.owns(survivors) && (copy(merge) || end(merge)));
    }

    private boolean mark(MergeIntent merge) {
        return gallery.write(merge.absorbed(), now -> MergeSteps.mark(now, merge));
    }

    private boolean absorb(MergeIntent merge) {
        return gallery.write(merge.absorbed(), now -> MergeSteps.absorb(now, merge));
    }

    private boolean end(MergeIntent merge) {
        return gallery.write(
                merge.survivor(),
                now -> MergeSteps.end(now, merge, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }

    /** The next hundred; their crops are read before the writer is asked. */
    private boolean copy(MergeIntent merge) {
        if (!MergeSteps.isMarked(state, merge) || MergeSteps.isCopied(state, merge)) {
            return false;
        }
        List<HeldFace> missing = state.faces(merge.absorbed()).stream()
                .filter(face -> state.face(merge.survivor(), face.id()).isEmpty())
                .limit(MOST_COPIED)
                .toList();
        List<FaceTemplate> whole = crops.whole(missing);
        List<Negative> negatives = missing.isEmpty()
                ? state.negatives(merge.absorbed()).stream()
                        .filter(one -> !MergeSteps.hasNegative(state, merge.survivor(), one.id()))
                        .limit(MOST_COPIED)
                        .toList()
                : List.of();
        return gallery.write(merge.survivor(), now -> MergeSteps.copy(now, merge, whole, negatives));
    }

    /** A mark whose merge is not there: the survivor's partition tells surely. */
    private boolean giveUp(MergeIntent merge) throws InterruptedException {
        return !MergeSteps.isOpen(state, merge)
                && gallery.owns(gallery.partition(merge.absorbed()))
                && gallery.catchUp(gallery.partition(merge.survivor()), CATCH_UP)
                && gallery.write(merge.absorbed(), now -> MergeSteps.unmark(now, merge));
    }
}
