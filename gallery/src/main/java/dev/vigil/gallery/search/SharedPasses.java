package dev.vigil.gallery.search;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Concurrent searches share passes over memory: whoever finds a place free leads one, and takes along up to {@value
 * ProbeCodes#MOST} of the probes that wait; the others sleep until theirs have been through. There are as many places as cores. A
 * leader takes the state when it begins, so that each probe is shown one at least as new as its search. Thread-safe.
 */
final class SharedPasses {
    private final Pass pass;
    private final Supplier<Rows> newest;
    private final int places;
    /** What follows is guarded by this. */
    private final ArrayDeque<Ticket> waiting = new ArrayDeque<>();

    private int leading;

    /** One search of one caller. */
    private static final class Call {
        final Thread caller = Thread.currentThread();
        private int left;
        private volatile boolean done;
        private volatile @Nullable Throwable failure;

        Call(int probes) {
            left = probes;
        }
    }

    private record Ticket(Probe probe, Call call) {}

    SharedPasses(Pass pass, Supplier<Rows> newest, int places) {
        this.pass = pass;
        this.newest = newest;
        this.places = places;
    }

    /**
     * Shows the probes a state; returns when all have seen one. Can't be interrupted: a pass takes milliseconds.
     *
     * @throws RuntimeException what the pass threw
     */
    void run(List<Probe> probes) {
        Call call = new Call(probes.size());
        synchronized (this) {
            probes.forEach(probe -> waiting.add(new Ticket(probe, call)));
        }
        boolean interrupted = false;
        while (!call.done) {
            List<Ticket> taken = take();
            if (taken.isEmpty()) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            } else {
                lead(taken);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        rethrow(call.failure);
    }

    /** Some tickets to lead; none where all places are taken, or nobody waits. */
    private synchronized List<Ticket> take() {
        List<Ticket> taken = new ArrayList<>(ProbeCodes.MOST);
        if (leading < places && !waiting.isEmpty()) {
            leading++;
            while (taken.size() < ProbeCodes.MOST && !waiting.isEmpty()) {
                taken.add(waiting.remove());
            }
        }
        return taken;
    }

    private void lead(List<Ticket> taken) {
        Throwable failure = null;
        try {
            pass.run(newest.get(), taken.stream().map(Ticket::probe).toList());
        } catch (RuntimeException | Error e) {
            failure = e; // each caller throws it
        }
        finish(taken, failure);
    }

    private synchronized void finish(List<Ticket> taken, @Nullable Throwable failure) {
        leading--;
        for (Ticket ticket : taken) {
            Call call = ticket.call;
            if (failure != null) {
                call.failure = failure;
            }
            if (--call.left == 0) {
                call.done = true;
                LockSupport.unpark(call.caller);
            }
        }
        Ticket next = waiting.peek();
        if (next != null) {
            LockSupport.unpark(next.call.caller);
        }
    }

    private static void rethrow(@Nullable Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
