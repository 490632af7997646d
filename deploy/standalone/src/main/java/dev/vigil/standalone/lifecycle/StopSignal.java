package dev.vigil.standalone.lifecycle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGINT and SIGTERM into an orderly stop: the signal runs {@code onStop}, waits until {@link #close} says that all is
 * closed, at most half a minute, and ends the process with the status that such a stop has; with 1 where the time did not suffice, or
 * something {@link #failed}.
 * Without it the JVM would exit in the middle of closing, with 130 or 143.
 */
public final class StopSignal implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean failed;

    private StopSignal(Runnable onStop, int stopped) {
        this.hook = new Thread(() -> stop(onStop, stopped), "vigil-stop");
    }

    /**
     * From now on a signal runs {@code onStop}, which must return at once.
     *
     * @param stopped the exit status: 0 of what has no end of its own, 1 of what was to run until its end
     */
    public static StopSignal install(Runnable onStop, int stopped) {
        StopSignal signal = new StopSignal(onStop, stopped);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    private void stop(Runnable onStop, int stopped) {
        onStop.run();
        int status = 1;
        try {
            status = closed.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS) && !failed ? stopped : 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(status);
    }

    /** What a signal stops does not close in order: the process ends with 1. To be called before {@link #close}. */
    public void failed() {
        failed = true;
    }

    /** All is closed: a signal that is waiting ends the process, a later one finds nothing to do. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            closed.countDown(); // a signal has come: the hook is waiting for this
        }
    }
}
