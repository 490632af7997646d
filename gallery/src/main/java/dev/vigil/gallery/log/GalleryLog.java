package dev.vigil.gallery.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.gallery.event.PartitionOwner;
import dev.vigil.gallery.log.Beginning.FoundTopic;
import dev.vigil.gallery.seal.KeyMissingException;
import dev.vigil.gallery.seal.Vault;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Base64Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changed topic: read by one thread into the state, and written, partition by partition, by the replica to which a consumer
 * group gives the partition. Thread-safe.
 *
 * <p>It starts in the background and needs no Kafka to start. It is ready when all that was in the log has been read and the
 * partitions that it was given are claimed; a Kafka that goes away after that makes writes fail (503), and nothing else.
 */
public final class GalleryLog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GalleryLog.class);

    private static final Duration HANDOVER = Duration.ofSeconds(3);
    private static final Duration CROP_PATIENCE = Duration.ofSeconds(5);

    private final LogSettings settings;
    private final GalleryState state;
    private final Vault vault;
    private final TopicAdmin admin;
    private final Tail tail;
    private final Ownership ownership;
    private final Rolls rolls;
    private final Merges merges;
    private final Chores chores;
    private final Runnable unreadable;
    private final CompletableFuture<String> lost = new CompletableFuture<>();
    private final CompletableFuture<FoundTopic> found = new CompletableFuture<>();

    private volatile @Nullable String refusal;
    private volatile boolean read;
    private volatile boolean ready;

    private GalleryLog(LogSettings settings, LogParts parts) {
        this.settings = settings;
        this.state = parts.state();
        this.vault = parts.vault();
        this.unreadable = parts.unreadable();
        this.admin = new TopicAdmin(settings);
        this.tail = new Tail(settings, state, admin, vault, parts.beginning(), new TailListener());
        this.rolls = new Rolls(state, admin, parts.clock());
        this.merges = new Merges(this, state, parts.clock());
        Crops crops = new Crops(settings, state, vault, CROP_PATIENCE);
        this.chores = new Chores(this, state, rolls, crops, parts.clock());
        this.ownership = new Ownership(settings, parts, rolls, admin, tail, this::settle, this::lose);
    }

    /**
     * Starts reading into the state.
     *
     * @throws KafkaException if the settings can't be right
     */
    public static GalleryLog start(LogSettings settings, LogParts parts) {
        GalleryLog started = new GalleryLog(settings, parts);
        started.tail.start();
        started.chores.start();
        return started;
    }

    /** The partition of everything of the person (or the watchlist) with that id: murmur2, as Kafka's own clients have it. */
    public static int partition(String id, int partitions) {
        return Utils.toPositive(Utils.murmur2(id.getBytes(UTF_8))) % partitions;
    }

    /** The same, of this log; before the topic is found there are none, and it throws as {@link #write(Write)} does. */
    public int partition(String id) {
        return partition(id, partitions());
    }

    /** How many partitions there are. */
    public int partitions() {
        FoundTopic topic = found.getNow(null);
        if (topic == null) {
            throw WriterStatus.OPENING.refusal();
        }
        return topic.starts().size();
    }

    /** The topic, once it is found. */
    public CompletableFuture<FoundTopic> found() {
        return found.copy();
    }

    /** What has been read so far: the writers' state, which others only look at. */
    public GalleryState state() {
        return state;
    }

    /** {@link #write(Write)}, for the value alone. */
    public <T> T write(String id, Function<GalleryState, Plan<T>> planner) {
        return write(new Write<>(id, planner)).value();
    }

    /**
     * Plans against the state, commits the plan's changes in one transaction, and returns when they are applied. Each plan sees all
     * that was written to its partition before it; plans that wait at the same time and concern different people may share a
     * transaction. While the partition is being handed over it waits a little for its new owner.
     *
     * @throws NotOwner where another replica writes that partition
     * @throws UserError as the planner threw it; 503 where the log can't be written now, which says whether something was written
     */
    public <T> Written<T> write(Write<T> write) {
        long end = System.nanoTime() + HANDOVER.toNanos();
        while (true) {
            long before = ownership.changes();
            try {
                return writer(write.id()).write(write);
            } catch (NotOwner e) { // nothing was written
                if (e.owner().isPresent() || !ownership.awaitChange(before, end)) {
                    throw e;
                }
            }
        }
    }

    /**
     * The same for many at once, as an import has them: a thousand or more of each partition are on their way at the same time, in
     * few transactions. Returns when all are done.
     *
     * @return of each write, in order, what it came to, or its {@link UserError}; all are done
     * @throws InterruptedException if interrupted meanwhile; what became of the writes is not known then
     */
    public <T> List<CompletableFuture<Written<T>>> writeAll(List<Write<T>> writes) throws InterruptedException {
        List<CompletableFuture<Written<T>>> all = new ArrayList<>(writes.size());
        for (Write<T> write : writes) {
            all.add(submit(write));
        }
        for (CompletableFuture<Written<T>> one : all) {
            Waiting.until(one);
        }
        return all;
    }

    /**
     * Lets a write wait for its turn, and returns when there is room for it; its answer, or its {@link UserError}, comes later.
     *
     * @throws InterruptedException if interrupted meanwhile
     */
    public <T> CompletableFuture<Written<T>> submit(Write<T> write) throws InterruptedException {
        try {
            return writer(write.id()).submit(write);
        } catch (UserError e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Writes what is the partition's, and nobody's. */
    <T> T write(int partition, Function<GalleryState, Plan<T>> planner) {
        return writer(partition).write(new Write<>("", planner)).value();
    }

    /** What merges two people. */
    public Merges merges() {
        return merges;
    }

    /** What sees to it that what was erased leaves the log. */
    public Rolls rolls() {
        return rolls;
    }

    /** Whether this replica writes what bears that id, as far as it knows. */
    public boolean isWrittenHere(String id) {
        return ownership.writer(partition(id)).isPresent();
    }

    /** The other replica that writes what bears that id, as far as is known here. */
    public Optional<PartitionOwner> otherOwner(String id) {
        return foreignOwner(partition(id));
    }

    /** How often something has changed about who writes what. */
    public long ownerChanges() {
        return ownership.changes();
    }

    /** Waits until something has changed since; for {@code most} at most. */
    public void awaitOwnerChange(long since, Duration most) {
        ownership.awaitChange(since, System.nanoTime() + most.toNanos());
    }

    private PartitionWriter writer(String id) {
        if (!read) {
            throw WriterStatus.OPENING.refusal();
        }
        return writer(partition(id));
    }

    private PartitionWriter writer(int partition) {
        return ownership.writer(partition).orElseThrow(() -> new NotOwner(foreignOwner(partition), null));
    }

    /** The other replica that writes the partition, as far as is known here. */
    private Optional<PartitionOwner> foreignOwner(int partition) {
        return state.owner(partition).filter(owner -> !owner.instance().equals(settings.instance()));
    }

    /**
     * A new random id of a partition that this replica writes, so that what bears it can be written here.
     *
     * @throws NotOwner if it writes none
     */
    public String newId() {
        int partitions = partitions();
        String id = UUID.randomUUID().toString();
        if (ownership.owned().isEmpty()) {
            throw new NotOwner(foreignOwner(partition(id, partitions)), null);
        }
        while (!ownership.owned().contains(partition(id, partitions))) {
            id = UUID.randomUUID().toString();
            if (ownership.owned().isEmpty()) {
                throw new NotOwner(Optional.empty(), null);
            }
        }
        return id;
    }

    /**
     * Makes sure that a write to what bears that id can be made here, before something is done for it that takes long.
     *
     * @throws NotOwner where another replica writes its partition
     */
    public void checkOwner(String id) {
        writer(id);
    }

    /** Whether this replica writes the partition. */
    public boolean owns(int partition) {
        return ownership.owned().contains(partition);
    }

    /** The key with which others mark what they forward to this replica. */
    public Base64Bytes mark() {
        return ownership.mark();
    }

    /**
     * Waits until the reader has come so far.
     *
     * @throws UserError with 503 where it does not in time, 400 where there is no such partition
     */
    public void await(Position position, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            for (Map.Entry<Integer, Long> one : position.offsets().entrySet()) {
                if (one.getKey() >= partitions()) {
                    throw new UserError("The header " + Position.HEADER + " names the partition " + one.getKey()
                            + ", which this gallery doesn't have: leave it out.");
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (!tail.outcomes(one.getKey()).awaitPast(one.getValue(), left)) {
                    throw new UserError(
                            503, "This replica has not read so far yet as " + Position.HEADER + " says: try again.");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError(503, "The gallery is stopping.", e);
        }
    }

    /**
     * Waits until the reader has come to where the partition ends now.
     *
     * @return whether it has, in time
     * @throws KafkaException if Kafka does not say where that is
     */
    boolean catchUp(int partition, Duration timeout) throws InterruptedException {
        return tail.outcomes(partition).awaitPast(admin.of(partition) - 1, timeout.toMillis());
    }

    /**
     * Runs a short task on the reader's thread, between two records, with the offset that is read next of each partition: what the
     * state has then is what the log has before those offsets. Never run where the log is closed first.
     */
    public void betweenRecords(Consumer<Map<Integer, Long>> task) {
        tail.betweenRecords(task);
    }

    /** Whether all that was in the log at the start has been read: before that, an answer would be half an answer. */
    public boolean isRead() {
        return read;
    }

    /** Empty when it reads and writes, else one sentence. */
    public Optional<String> awaited() {
        if (lost.isDone()) {
            return Optional.of(lost.join());
        }
        String refused = refusal;
        if (refused != null && !ready) {
            return Optional.of(refused);
        }
        if (!found.isDone()) {
            return Optional.of("The gallery waits for the topic " + settings.topic() + " at "
                    + settings.kafka().bootstrap() + ".");
        }
        if (!read) {
            return Optional.of("The gallery reads its log.");
        }
        return ready ? Optional.empty() : Optional.of(ownership.awaited());
    }

    /** Completes, with a sentence, when this log will never be read or written again and the process had better end. */
    public CompletableFuture<String> lost() {
        return lost.copy();
    }

    @Override
    public void close() throws InterruptedException {
        chores.close();
        ownership.close();
        vault.close();
        tail.close();
        admin.close();
    }

    /** Looks whether it is ready. */
    private synchronized void settle() {
        if (!ready && read && ownership.isSettled()) {
            log.info("The gallery is ready: {} people, {} faces.", state.peopleCount(), state.faceCount());
            ready = true;
        }
    }

    /** Tells it from a thread of its own: whoever listens may end the process, and wait for these threads. */
    private void lose(String sentence) {
        Thread teller = new Thread(() -> lost.complete(sentence), "gallery-lost");
        teller.setDaemon(true);
        teller.start();
    }

    private final class TailListener implements Tail.Listener {
        @Override
        public void found(FoundTopic topic, Map<Integer, Long> from) {
            found.complete(topic);
        }

        @Override
        public void caughtUp() {
            vault.caughtUp(); // before anything is claimed: whoever lacks a key changes nothing
            read = true;
            ownership.start();
            settle();
        }

        @Override
        public void claimed(int partition) {
            ownership.claimed(partition);
        }

        @Override
        public void unreadable() {
            unreadable.run();
        }

        @Override
        public void refused(@Nullable String why) {
            refusal = why;
        }

        @Override
        public void failed(Exception why) {
            if (why instanceof KeyMissingException) {
                log.error("{}", why.getMessage());
                lose(String.valueOf(why.getMessage()));
                return;
            }
            log.error("The gallery can't read its log any more", why);
            lose("The gallery can't read its log any more: " + why.getMessage());
        }
    }
}
