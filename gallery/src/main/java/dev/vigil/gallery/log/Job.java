package dev.vigil.gallery.log;

import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A write that waits for its partition's writer. It is begun or abandoned, never both. Thread-safe. */
final class Job<T> {
    private final Write<T> write;
    private final CompletableFuture<Written<T>> done = new CompletableFuture<>();
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);

    private enum Stage {
        WAITING,
        BEGUN,
        ABANDONED
    }

    Job(Write<T> write) {
        this.write = write;
    }

    /** Whose write it is. */
    String id() {
        return write.id();
    }

    /** The writer takes it up; false where nobody waits for it any more. */
    boolean begin() {
        return stage.compareAndSet(Stage.WAITING, Stage.BEGUN);
    }

    /** The writer lays it aside: nothing of it has been written. */
    void layAside() {
        stage.set(Stage.WAITING);
    }

    /** What it comes to. */
    Prepared<T> prepare(GalleryState state) {
        return new Prepared<>(this, write.planner().apply(state));
    }

    void fail(RuntimeException why) {
        done.completeExceptionally(why);
    }

    /** What it comes to; or a UserError, which says whether something was written. */
    CompletableFuture<Written<T>> done() {
        return done;
    }

    /**
     * Waits for the answer.
     *
     * @throws UserError as the planner threw it; 503 where there is no answer in time, which says whether something was written
     */
    Written<T> await(Duration timeout) {
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
            throw refusal(e.getCause());
        }
    }

    /** The same refusal, thrown by the thread that waited. */
    private static RuntimeException refusal(@Nullable Throwable cause) {
        if (cause instanceof NotOwner told) {
            return new NotOwner(told.owner(), told);
        }
        return cause instanceof UserError told
                ? new UserError(told.status(), told.sentence(), told)
                : new IllegalStateException(cause);
    }

    /** A job whose plan is made: its answer is held back until the plan is carried out. */
    record Prepared<T>(Job<T> job, Plan<T> plan) {
        /** Answers with the plan's result. */
        void succeed(Position position) {
            job.done.complete(new Written<>(plan.result(), position));
        }

        /** Answers with 503. */
        void fail(String sentence, Exception why) {
            job.fail(new UserError(503, sentence, why));
        }
    }
}
