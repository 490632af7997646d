package dev.vigil.standalone.lifecycle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been started, closed last first. One that fails to close does not keep the others open. Not thread-safe. */
public final class Closing {
    private static final Logger log = LoggerFactory.getLogger(Closing.class);

    private final Deque<Part> parts = new ArrayDeque<>();
    private final Set<String> unclosed = Collections.synchronizedSet(new LinkedHashSet<>());

    private record Part(String name, AutoCloseable part) {}

    /** Closes {@code part} before all that were added so far. */
    public <T extends AutoCloseable> T add(String name, T part) {
        parts.push(new Part(name, part));
        unclosed.add(name);
        return part;
    }

    /** Closes the part that was added last. */
    public void closeLast() {
        closeOne();
    }

    /**
     * Closes everything, and returns when that is done or the time is up: a part that waits for another that has died must not
     * keep the process.
     *
     * @return whether everything closed in time and without a fault
     */
    public boolean closeWithin(Duration limit) {
        boolean[] clean = {false};
        Thread thread = new Thread(() -> clean[0] = closeAll(), "vigil-closing");
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive() && clean[0];
    }

    /** The names of the parts that have not been closed, or failed to close, in the order in which they were added. */
    public List<String> unclosed() {
        synchronized (unclosed) {
            return List.copyOf(unclosed);
        }
    }

    private boolean closeAll() {
        boolean clean = true;
        while (!parts.isEmpty()) {
            clean &= closeOne();
        }
        return clean;
    }

    private boolean closeOne() {
        Part part = parts.pop();
        log.info("Closing {}", part.name);
        try {
            part.part.close();
            unclosed.remove(part.name);
            return true;
        } catch (Exception e) { // the edge of the process: the others are closed all the same
            log.error("{} did not close", part.name, e);
            return false;
        }
    }
}
