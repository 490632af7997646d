package dev.vigil.ingest.publish;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one camera at most so many frames ahead of what the reading group has committed, so that retention never deletes the
 * unread. Counts this camera's own frames only: those without an offset yet, and those at or past the group's. Thread-safe.
 */
final class AheadLimit {
    private static final Logger log = LoggerFactory.getLogger(AheadLimit.class);
    private static final long PATIENCE_S = 15;

    private final String camera;
    private final String group;
    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition nearer = lock.newCondition();
    private final Deque<Long> uncommitted = new ArrayDeque<>();
    private int withoutOffset;
    private int partition = -1;

    AheadLimit(String camera, String group, int limit) {
        this.camera = camera;
        this.group = group;
        this.limit = limit;
    }

    /** Waits until one more frame may be published, and counts it. */
    void acquire() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            boolean told = false;
            while (withoutOffset + uncommitted.size() >= limit) {
                if (!nearer.await(PATIENCE_S, TimeUnit.SECONDS) && !told) {
                    told = true;
                    log.info(
                            "Camera {} waits: the group {} has not committed any of its last {} frames for {} s.",
                            camera,
                            group,
                            limit,
                            PATIENCE_S);
                }
            }
            withoutOffset++;
        } finally {
            lock.unlock();
        }
    }

    /** A frame that was counted has this offset now. */
    void published(int itsPartition, long offset) {
        lock.lock();
        try {
            partition = itsPartition;
            withoutOffset--;
            uncommitted.addLast(offset);
        } finally {
            lock.unlock();
        }
    }

    /** A frame that was counted will never be read. */
    void dropped() {
        lock.lock();
        try {
            withoutOffset--;
            nearer.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The group has read everything below {@code offset} of the camera's partition. */
    void committed(long offset) {
        lock.lock();
        try {
            Long first = uncommitted.peekFirst();
            while (first != null && first < offset) {
                uncommitted.removeFirst();
                first = uncommitted.peekFirst();
            }
            nearer.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The partition that must be asked about, or -1 where nothing is waited for. */
    int partitionAwaited() {
        lock.lock();
        try {
            return uncommitted.isEmpty() ? -1 : partition;
        } finally {
            lock.unlock();
        }
    }
}
