package dev.vigil.ingest.publish;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue of one camera in front of the producer. Of a live camera the newest frames win: a full lane drops its oldest
 * frame and counts it. Of a run until the end every frame counts: a full lane makes its camera wait. Markers are never dropped,
 * but a session of which no frame is left in the lane, and none was sent, is left out whole. Order is kept. Thread-safe: all
 * lanes of a publisher share its lock.
 */
public final class Lane {
    /** A full lane dropped its oldest. */
    public static final String BUFFER_FULL = "buffer-full";

    private final Settings settings;
    private final LaneListener listener;
    private final ReentrantLock lock;
    private final Condition ready;
    private final Condition room;
    private final Deque<Outgoing> queue = new ArrayDeque<>();
    private final @Nullable AheadLimit ahead;
    private int frames;
    private int inFlight;
    private boolean closed;
    private boolean retired;

    /**
     * How a lane behaves.
     *
     * @param capacity how many frames it holds at most
     * @param inFlight how many records of it the producer may have at a time
     * @param newestWins whether a full lane drops its oldest frame, and doesn't wait
     */
    public record Settings(int capacity, int inFlight, boolean newestWins) {}

    Lane(Settings settings, LaneListener listener, @Nullable AheadLimit ahead, ReentrantLock lock, Condition ready) {
        this.settings = settings;
        this.listener = listener;
        this.ahead = ahead;
        this.lock = lock;
        this.ready = ready;
        this.room = lock.newCondition();
    }

    /**
     * Waits, in a lane that waits, until there is room for one more frame and the readers are near enough. To be called before
     * each {@link #put}, and before the frame's record is made: it bears the time of its publication.
     *
     * @throws InterruptedException if the thread is stopped while it waits
     */
    public void awaitRoom() throws InterruptedException {
        if (ahead != null) {
            ahead.acquire();
        }
        lock.lockInterruptibly();
        try {
            while (!settings.newestWins && frames >= settings.capacity && !closed) {
                room.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Hands a frame over, at once: of a full lane of which the newest win, the oldest is dropped. */
    public void put(Outgoing frame) {
        lock.lock();
        try {
            if (settings.newestWins && frames >= settings.capacity) {
                dropOldestFrame();
            }
            append(frame);
        } finally {
            lock.unlock();
        }
    }

    /** Hands a marker over, at once. */
    public void mark(Outgoing marker) {
        lock.lock();
        try {
            append(marker);
        } finally {
            lock.unlock();
        }
    }

    private void append(Outgoing outgoing) {
        if (closed) {
            drop(outgoing, "stopped");
            return;
        }
        Outgoing last = queue.peekLast();
        if (last != null && last.opens(outgoing)) {
            queue.removeLast();
            drop(last, BUFFER_FULL);
            drop(outgoing, BUFFER_FULL);
            return;
        }
        queue.addLast(outgoing);
        frames += outgoing.frame() ? 1 : 0;
        ready.signal();
    }

    private void dropOldestFrame() {
        Outgoing before = null;
        for (Iterator<Outgoing> i = queue.iterator(); i.hasNext(); ) {
            Outgoing candidate = i.next();
            if (candidate.frame()) {
                i.remove();
                frames--;
                drop(candidate, BUFFER_FULL);
                dropEmptySession(before, i);
                return;
            }
            before = candidate;
        }
    }

    private void dropEmptySession(@Nullable Outgoing before, Iterator<Outgoing> rest) {
        Outgoing next = rest.hasNext() ? rest.next() : null;
        if (before != null && next != null && before.opens(next)) {
            rest.remove();
            queue.removeFirstOccurrence(before);
            drop(before, BUFFER_FULL);
            drop(next, BUFFER_FULL);
        }
    }

    private void drop(Outgoing outgoing, String reason) {
        if (outgoing.frame()) {
            listener.dropped(outgoing.place(), reason);
            if (ahead != null) {
                ahead.dropped();
            }
        }
        outgoing.delivered().complete(false);
    }

    /** The next record to send, or null where there is none or enough are under way. Under the lock. */
    @Nullable
    Outgoing take() {
        if (inFlight >= settings.inFlight || queue.isEmpty()) {
            return null;
        }
        Outgoing outgoing = queue.removeFirst();
        frames -= outgoing.frame() ? 1 : 0;
        inFlight++;
        room.signal();
        return outgoing;
    }

    /** Puts back what the producer could not take. Under the lock. */
    void putBack(Outgoing outgoing) {
        inFlight--;
        if (closed) {
            drop(outgoing, "stopped");
            return;
        }
        queue.addFirst(outgoing);
        frames += outgoing.frame() ? 1 : 0;
    }

    /** Kafka has it. Under the lock. */
    void acknowledged(Outgoing outgoing, int partition, long offset) {
        inFlight--;
        ready.signal();
        if (outgoing.frame()) {
            listener.published(outgoing.place());
            if (ahead != null) {
                ahead.published(partition, offset);
            }
        }
        outgoing.delivered().complete(true);
    }

    /** Kafka will never have it. Under the lock. */
    void refused(Outgoing outgoing, String reason) {
        inFlight--;
        ready.signal();
        drop(outgoing, reason);
    }

    /** Its camera is gone. Under the lock. */
    void retire() {
        retired = true;
    }

    /** Whether its camera is gone and nothing is left of it. Under the lock. */
    boolean spent() {
        return retired && idle();
    }

    /** Its readers need not be followed any more. */
    void forgetLimit(CommitFollower follower) {
        if (ahead != null) {
            follower.forget(ahead);
        }
    }

    /** Whether nothing is left to send or to acknowledge. Under the lock. */
    boolean idle() {
        return queue.isEmpty() && inFlight == 0;
    }

    /** Whether something was handed to the producer and is not acknowledged. Under the lock. */
    boolean awaiting() {
        return inFlight > 0;
    }

    /** Drops what is left and takes nothing more. Under the lock. */
    void close() {
        closed = true;
        queue.forEach(outgoing -> drop(outgoing, "stopped"));
        queue.clear();
        frames = 0;
        room.signalAll();
    }
}
