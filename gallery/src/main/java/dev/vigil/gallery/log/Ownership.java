package dev.vigil.gallery.log;

import dev.vigil.gallery.event.PartitionOwner;
import dev.vigil.runtime.json.Base64Bytes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions that the group gives to this replica, each with its writer. Thread-safe. */
final class Ownership implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Ownership.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int MARK_BYTES = 32;

    private final Tail tail;
    private final Runnable changed;
    private final Consumer<String> lost;
    private final Base64Bytes mark = newMark();
    private final Membership membership;
    private final WriterTools tools;
    private final Map<Integer, PartitionWriter> writers = new ConcurrentHashMap<>();
    private long changes; // guarded by this
    private volatile @Nullable String refusal;
    private volatile boolean joined;
    private volatile boolean started;
    private volatile boolean closing;

    /**
     * Nothing is owned until it is started.
     *
     * @param changed run after every change
     * @param lost told, with a sentence, when this replica can never write again
     */
    Ownership(
            LogSettings settings,
            LogParts parts,
            Rolls rolls,
            TopicAdmin admin,
            Tail tail,
            Runnable changed,
            Consumer<String> lost) {
        this.tail = tail;
        this.changed = changed;
        this.lost = lost;
        this.membership = new Membership(settings, new GroupListener());
        this.tools = new WriterTools(
                settings,
                parts.state(),
                parts.vault(),
                admin,
                parts.clock(),
                parts.audit(),
                rolls,
                partition ->
                        new PartitionOwner(settings.instance(), parts.clock().instant(), settings.address(), mark),
                membership::metadata);
    }

    /** Joins the group. */
    void start() {
        started = true;
        membership.start();
    }

    /** The writer of a partition that this replica owns; it may be still claiming it. */
    Optional<PartitionWriter> writer(int partition) {
        return Optional.ofNullable(writers.get(partition))
                .filter(writer -> !writer.status().isFinal());
    }

    /** The partitions with a writer here. */
    Set<Integer> owned() {
        return writers.keySet();
    }

    /** The key with which others mark what they forward to this replica. */
    Base64Bytes mark() {
        return mark;
    }

    /** Whether the group has decided, and all that it gave to this replica is claimed. */
    boolean isSettled() {
        return joined && writers.values().stream().noneMatch(writer -> writer.status() == WriterStatus.OPENING);
    }

    /** What is awaited until it is settled. */
    String awaited() {
        String refused = refusal;
        if (refused != null) {
            return refused;
        }
        long open = writers.values().stream()
                .filter(writer -> writer.status() == WriterStatus.OPEN)
                .count();
        return joined
                ? "The gallery claims its partitions: " + open + " of " + writers.size() + " are claimed."
                : "The gallery waits for its group to say which partitions it writes.";
    }

    /** A claim was read. */
    void claimed(int partition) {
        PartitionWriter writer = writers.get(partition);
        if (writer != null) {
            writer.claimed();
        }
        noteChange();
    }

    /** How often something has changed about who owns what. */
    synchronized long changes() {
        return changes;
    }

    /** Waits until something has changed since; false where nothing does before {@code end}, in nanoseconds of the JVM. */
    synchronized boolean awaitChange(long since, long end) {
        try {
            while (changes == since && !closing) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return !closing && System.nanoTime() < end;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized void noteChange() {
        changes++;
        notifyAll();
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        noteChange();
        List<PartitionWriter> left = new ArrayList<>(writers.values());
        left.forEach(PartitionWriter::stop);
        for (PartitionWriter writer : left) {
            writer.close();
        }
        if (started) {
            membership.close();
        } else {
            membership.discard();
        }
    }

    private void begin(int partition) {
        PartitionWriter writer = new PartitionWriter(tools, partition, tail.outcomes(partition), this::statusChanged);
        writers.put(partition, writer);
        writer.start();
    }

    private void statusChanged() {
        if (!closing && writers.values().stream().anyMatch(PartitionWriter::hasFailed)) {
            lost.accept("A writer of the gallery has failed for a reason on our side; the log tells more.");
        }
        noteChange();
        changed.run();
    }

    private static Base64Bytes newMark() {
        byte[] bytes = new byte[MARK_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64Bytes.of(bytes);
    }

    private final class GroupListener implements Membership.Listener {
        @Override
        public void given(int partition) {
            if (!closing) {
                begin(partition);
            }
        }

        @Override
        public void taken(Set<Integer> partitions) {
            List<PartitionWriter> left = new ArrayList<>();
            for (int partition : partitions) {
                PartitionWriter writer = writers.get(partition);
                if (writer != null) {
                    writer.stop();
                    left.add(writer);
                }
            }
            try {
                for (PartitionWriter writer : left) {
                    writer.close();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            writers.values().removeAll(left);
        }

        @Override
        public void joined() {
            joined = true;
            noteChange();
            changed.run();
        }

        @Override
        public void refused(@Nullable String why) {
            refusal = why;
        }

        /** Somebody outside the group has claimed a partition that the group gives to this replica: it claims it back. */
        @Override
        public void polled(Set<Integer> owned) {
            for (int partition : owned) {
                PartitionWriter writer = writers.get(partition);
                if (writer != null
                        && writer.status() == WriterStatus.SUPERSEDED
                        && writer.isOlderThan(PAUSE)
                        && !closing) {
                    log.warn("Partition {} was claimed by a stranger to the group: it is claimed back.", partition);
                    begin(partition);
                }
            }
        }

        @Override
        public void expelled(Exception why) {
            log.error("This replica can't be one of the group any more", why);
            lost.accept("This gallery is no longer one of its group: " + why.getMessage());
        }
    }
}
