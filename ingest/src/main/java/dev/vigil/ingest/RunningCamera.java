package dev.vigil.ingest;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A camera as it is now: its settings, and its worker unless it is paused. Immutable; a change makes another.
 *
 * @param config its settings
 * @param byHttp whether these were put by HTTP, and not by the configuration file
 * @param version rises with each change
 * @param record of its state
 * @param work what runs for it; null while it is paused
 */
record RunningCamera(
        CameraConfig config,
        boolean byHttp,
        long version,
        CameraRecord record,
        @Nullable Work work) {
    /** What runs for a camera. */
    interface Work {
        /** Starts it. */
        void start();

        /** Makes it end soon. */
        void stop();

        /** Waits until it has ended, at most so long, and gives its lane back. */
        void join(Duration patience) throws InterruptedException;

        /** Completes when nothing more will come of it. */
        CompletableFuture<Void> over();
    }

    boolean paused() {
        return work == null;
    }

    CameraStatus status() {
        return record.status();
    }
}
