package dev.vigil.gallery.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets a thread wait for something, or for the order to stop, whichever comes first. Thread-safe. */
final class StopSignal {
    private final CompletableFuture<Boolean> given = new CompletableFuture<>();

    /** Thrown in whoever waits, when the order to stop comes first. */
    static final class Stopped extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Orders to stop. */
    void give() {
        given.complete(true);
    }

    boolean isGiven() {
        return given.isDone();
    }

    /**
     * Waits for {@code outcome}.
     *
     * @return false where it does not come in time
     */
    boolean await(CompletableFuture<Boolean> outcome, long millis) throws InterruptedException, Stopped {
        try {
            CompletableFuture.anyOf(outcome, given).get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        if (!outcome.isDone()) {
            throw new Stopped();
        }
        return true;
    }

    /** Waits for nothing but the order to stop. */
    void pause(long millis) throws InterruptedException, Stopped {
        await(new CompletableFuture<>(), millis);
    }
}
