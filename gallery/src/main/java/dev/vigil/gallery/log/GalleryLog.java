package dev.vigil.gallery.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changed topic: read by one thread into the state, written by one fenced writer per partition. Thread-safe.
 *
 * <p>It starts in the background and needs no Kafka to start. It is ready when each writer has claimed its partition and all
 * that lies before the claims has been read; a Kafka that goes away after that makes writes fail (503), and nothing else.
 */
public final class GalleryLog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GalleryLog.class);

    private final LogSettings settings;
    private final GalleryState state;
    private final Clock clock;
    private final Admin admin;
    private final Tail tail;
    private final Runnable unreadable;
    private final CompletableFuture<String> lost = new CompletableFuture<>();

    private volatile List<PartitionWriter> writers = List.of();
    private volatile boolean read;
    private volatile boolean closing;

    private GalleryLog(LogSettings settings, GalleryState state, Clock clock, Runnable unreadable) {
        this.settings = settings;
        this.state = state;
        this.clock = clock;
        this.unreadable = unreadable;
        this.tail = new Tail(settings, state, new TailListener());
        this.admin = Admin.create(settings.admin());
    }

    /**
     * Starts reading into {@code state}.
     *
     * @param unreadable run for each record that can't be read and was passed over
     * @throws KafkaException if the settings can't be right
     */
    public static GalleryLog start(LogSettings settings, GalleryState state, Clock clock, Runnable unreadable) {
        GalleryLog started = new GalleryLog(settings, state, clock, unreadable);
        started.tail.start();
        return started;
    }

    /** The partition of everything of the person (or the watchlist) with that id: murmur2, as Kafka's own clients have it. */
    public static int partition(String id, int partitions) {
        return Utils.toPositive(Utils.murmur2(id.getBytes(UTF_8))) % partitions;
    }

    /**
     * Plans against the state, commits the plan's changes in one transaction, and returns when they are applied. Plans of one
     * partition are made one after the other, each seeing what those before it wrote.
     *
     * @param id of the person or watchlist; all changes are of its partition
     * @param planner pure; it may throw UserError to refuse
     * @throws UserError as the planner threw it; 503 where the log can't be written now, which says whether something was written
     */
    public <T> T write(String id, Function<GalleryState, Plan<T>> planner) {
        List<PartitionWriter> all = writers;
        if (!read || all.isEmpty()) {
            throw WriterStatus.OPENING.refusal();
        }
        return all.get(partition(id, all.size())).write(planner);
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
        List<PartitionWriter> all = writers;
        if (all.isEmpty()) {
            return Optional.of("The gallery waits for the topic " + settings.topic() + " at "
                    + settings.kafka().bootstrap() + ".");
        }
        return read
                ? Optional.empty()
                : Optional.of("The gallery reads its log: " + count(all) + " of " + all.size()
                        + " partitions are claimed and read.");
    }

    /** Completes, with a sentence, when this log will never be written again and the process had better end. */
    public CompletableFuture<String> lost() {
        return lost.copy();
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        List<PartitionWriter> all = writers;
        all.forEach(PartitionWriter::stop);
        for (PartitionWriter writer : all) {
            writer.close();
        }
        tail.close();
        admin.close(java.time.Duration.ZERO);
    }

    private static long count(List<PartitionWriter> all) {
        return all.stream()
                .filter(writer -> writer.status() != WriterStatus.OPENING)
                .count();
    }

    private void statusChanged() {
        List<PartitionWriter> all = writers;
        if (all.stream().anyMatch(writer -> writer.status() == WriterStatus.SUPERSEDED)) {
            lost.complete(
                    "Another gallery has taken over the log: this one takes no more changes; end one of the two.");
        } else if (!closing && all.stream().anyMatch(writer -> writer.status() == WriterStatus.CLOSED)) {
            lose("A writer of the gallery has failed for a reason on our side; the log tells more.");
        } else if (!read && !all.isEmpty() && all.stream().allMatch(w -> w.status() == WriterStatus.OPEN)) {
            log.info("The gallery is ready: {} people, {} faces.", state.peopleCount(), state.faceCount());
            read = true;
        }
    }

    /** Tells it from a thread of its own: whoever listens may end the process, and wait for these threads. */
    private void lose(String sentence) {
        Thread teller = new Thread(() -> lost.complete(sentence), "gallery-lost");
        teller.setDaemon(true);
        teller.start();
    }

    private long end(int partition) throws InterruptedException {
        TopicPartition asked = new TopicPartition(settings.topic(), partition);
        try {
            return admin.listOffsets(
                            Map.of(asked, OffsetSpec.latest()), new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .partitionResult(asked)
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }

    private final class TailListener implements Tail.Listener {
        @Override
        public void found(int partitions) {
            List<PartitionWriter> all = new ArrayList<>();
            for (int p = 0; p < partitions; p++) {
                all.add(new PartitionWriter(
                        settings,
                        p,
                        state,
                        tail.outcomes(p),
                        GalleryLog.this::end,
                        clock,
                        GalleryLog.this::statusChanged));
            }
            writers = List.copyOf(all);
            all.forEach(PartitionWriter::start);
        }

        @Override
        public void claimed(int partition) {
            writers.get(partition).claimed();
        }

        @Override
        public void unreadable() {
            unreadable.run();
        }

        @Override
        public void failed(Exception why) {
            log.error("The gallery can't read its log any more", why);
            lose("The gallery can't read its log any more: " + why.getMessage());
        }
    }
}
