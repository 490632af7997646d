package dev.vigil.gallery.search;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exact rows of all files that could not be written, as on a full disk: they wait in memory, and are searched there, up to a bound.
 * Changed by the engine's writer, or under its lock; {@link #bytes()} is of any thread.
 */
final class Backlog {
    private static final Logger log = LoggerFactory.getLogger(Backlog.class);
    private static final int SHARE_OF_HEAP = 4;

    private final long most;
    private volatile long bytes;
    private boolean told;
    private int notErased;

    /** Holds at most so many bytes. */
    Backlog(long most) {
        this.most = most;
    }

    /** Holds at most a quarter of the heap. */
    static Backlog ofHeap() {
        return new Backlog(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** How much waits. */
    long bytes() {
        return bytes;
    }

    /** Lets the batches wait, which can't be written for that reason; false where there is no room for more. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    boolean hold(List<LateRows> batches, int rowBytes, Exception why) {
        for (LateRows batch : batches) {
            if (!batch.isHeldBack()) {
                if (bytes + LateRows.bytes(rowBytes) > most) {
                    return false;
                }
                batch.heldBack(LateRows.bytes(rowBytes));
                bytes += batch.heldBack();
            }
        }
        if (!told) {
            told = true;
            log.warn(
                    "{} The faces that come wait in memory, where they are searched, and are written later.",
                    reason(why));
        }
        return true;
    }

    /** They are written, or nobody wants them any more. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void release(LateRows batch) {
        bytes -= batch.heldBack();
        batch.heldBack(0);
        if (told && bytes == 0) {
            told = false;
            log.info("The faces that waited in memory are written.");
        }
    }

    /** A row that is erased can't be overwritten yet. */
    void notErased(Exception why) {
        if (notErased == 0) {
            log.warn(
                    "What is erased can't be overwritten on the disk yet, which is tried again before the next snapshot: {}",
                    why.toString());
        }
        notErased++;
    }

    /** It is overwritten, or its file is gone. */
    void erased() {
        notErased--;
    }

    private static String reason(Exception why) {
        Throwable cause = why.getCause();
        return cause == null ? why.toString() : why.getMessage() + " (" + cause + ")";
    }
}
