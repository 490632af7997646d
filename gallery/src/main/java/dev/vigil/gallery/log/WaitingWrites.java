package dev.vigil.gallery.log;

import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The writes that wait for a partition's writer. Any thread offers; only the writer's takes. Writes about one person are taken in
 * the order in which they came.
 */
final class WaitingWrites {
    private static final int MOST_WAITING = 1_024;

    private final BlockingQueue<Job<?>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Deque<Job<?>> deferred = new ArrayDeque<>(); // of the writer's thread
    private final Job<?> wake = new Job<>(new Write<>("", state -> Plan.nothing("")));

    /**
     * Lets a write wait its turn.
     *
     * @throws UserError with 503 if too many wait already
     */
    void offer(Job<?> job) {
        if (!waiting.offer(job)) {
            throw new UserError(503, "Too many changes wait already: nothing was written; try again in a moment.");
        }
    }

    /** Lets a write wait its turn, and waits for room; false where there is none in time. */
    boolean offer(Job<?> job, long millis) throws InterruptedException {
        return waiting.offer(job, millis, TimeUnit.MILLISECONDS);
    }

    /** Lets {@link #next} return. */
    void wake() {
        waiting.offer(wake); // where the queue is full, nobody waits for it
    }

    /**
     * Waits for a write, and takes those that wait too, as far as they can be carried out together. A refusal is told at once; a
     * plan that changes nothing is answered at once, since the state is as it wants it.
     *
     * @param seen how far the state has come
     */
    Batch next(GalleryState state, Seen seen) throws InterruptedException {
        Batch batch = new Batch();
        takeDeferred(batch, state, seen);
        Job<?> job = batch.isEmpty() ? waiting.take() : waiting.poll();
        while (job != null) {
            if (job != wake && job.begin()) {
                prepare(job, batch, state, seen);
            }
            job = batch.isFull() || deferred.size() >= MOST_WAITING ? null : waiting.poll();
        }
        return batch;
    }

    /** Says how far the state has come. */
    @FunctionalInterface
    interface Seen {
        Position now();
    }

    private void takeDeferred(Batch batch, GalleryState state, Seen seen) {
        int count = deferred.size();
        for (int i = 0; i < count; i++) {
            Job<?> job = deferred.remove();
            if (batch.isFull()) {
                defer(job, batch);
            } else if (job.begin()) {
                prepare(job, batch, state, seen);
            }
        }
    }

    private <T> void prepare(Job<T> job, Batch batch, GalleryState state, Seen seen) {
        if (batch.concerns(job.id())) {
            defer(job, batch);
            return;
        }
        try {
            Position before = seen.now();
            Job.Prepared<T> prepared = job.prepare(state);
            Guard.check(state, prepared.plan());
            if (prepared.plan().changes().isEmpty()) {
                prepared.succeed(before);
            } else if (!batch.add(prepared)) {
                defer(job, batch);
            }
        } catch (RuntimeException e) { // the request's fault, or a planner's: the writer goes on
            job.fail(e);
        }
    }

    private void defer(Job<?> job, Batch batch) {
        job.layAside();
        batch.defer(job.id());
        deferred.add(job);
    }

    /** Refuses all that wait; of the writer's thread, or after its end. */
    void refuse(RuntimeException why) {
        for (Iterator<Job<?>> left = deferred.iterator(); left.hasNext(); left.remove()) {
            refuse(left.next(), why);
        }
        refuseArrived(why);
    }

    /** Refuses those that came after the writer's last look; of any thread. */
    void refuseArrived(RuntimeException why) {
        for (@Nullable Job<?> job = waiting.poll(); job != null; job = waiting.poll()) {
            refuse(job, why);
        }
    }

    private static void refuse(Job<?> job, RuntimeException why) {
        if (job.begin()) {
            job.fail(why);
        }
    }
}
