package dev.vigil.gallery.log;

import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** A write that waits for its partition's writer. It is begun or abandoned, never both. Thread-safe. */
final class Job<T> {
    private final Function<GalleryState, Plan<T>> planner;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);

    private enum Stage {
        WAITING,
        BEGUN,
        ABANDONED
    }

    Job(Function<GalleryState, Plan<T>> planner) {
        this.planner = planner;
    }

    /** The writer takes it up; false where nobody waits for it any more. */
    boolean begin() {
        return stage.compareAndSet(Stage.WAITING, Stage.BEGUN);
    }

    /** What it comes to. */
    Prepared<T> prepare(GalleryState state) {
        return new Prepared<>(this, planner.apply(state));
    }

    void fail(RuntimeException why) {
        done.completeExceptionally(why);
    }

    /**
     * Waits for the answer.
     *
     * @throws UserError as the planner threw it; 503 where there is no answer in time, which says whether something was written
     */
    T await(Duration timeout) {
        try {
            return done.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new UserError(
                    503,
                    stage.compareAndSet(Stage.WAITING, Stage.ABANDONED)
                            ? "Kafka did not answer in time: nothing was written; try again."
                            : "Kafka did not answer in time, and it isn't known yet whether the change was written: "
                                    + "look before you repeat it.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError(503, "The gallery is stopping: look whether the change was written.", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UserError told
                    ? new UserError(told.status(), told.sentence(), told)
                    : new IllegalStateException(e.getCause());
        }
    }

    /** A job whose plan is made: its answer is held back until the plan is carried out. */
    record Prepared<T>(Job<T> job, Plan<T> plan) {
        /** Answers with the plan's result. */
        void succeed() {
            job.done.complete(plan.result());
        }

        /** Answers with 503. */
        void fail(String sentence, Exception why) {
            job.fail(new UserError(503, sentence, why));
        }
    }
}
