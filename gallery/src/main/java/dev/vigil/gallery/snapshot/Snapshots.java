package dev.vigil.gallery.snapshot;

import dev.vigil.gallery.log.Beginning;
import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.gallery.seal.RowSeal;
import dev.vigil.gallery.seal.SealingKey;
import dev.vigil.gallery.seal.Vault;
import dev.vigil.gallery.search.EngineView;
import dev.vigil.gallery.search.ExactSearch;
import dev.vigil.gallery.search.RowCipher;
import dev.vigil.gallery.search.SearchEngine;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.gallery.state.StateView;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Base64Bytes;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots of the gallery in a folder of this replica: restored before the log is read, replaced in the background. There is one at
 * a time. One that can't be used is deleted, not kept: it holds personal data, and the log has everything. Thread-safe.
 */
public final class Snapshots implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Snapshots.class);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration MOST_PAUSE = Duration.ofSeconds(30);
    private static final Duration CAPTURE = Duration.ofSeconds(30);
    private static final String ROWS = "rows";

    private final SnapshotConfig config;
    private final @Nullable Path folder;
    private final String topic;
    private final Vault vault;
    private final Clock clock;
    private final HeldEngine engine = new HeldEngine();
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable FolderLock lock;
    private @Nullable Thread thread;
    private volatile @Nullable SealingKey rowKey;
    private volatile String topicId = "";
    private volatile Due due = Due.atOnce();
    private final AtomicLong failures = new AtomicLong();
    /** Whether the last attempt failed; of the background's thread. */
    private boolean failing;

    private Snapshots(SnapshotConfig config, String topic, Vault vault, Clock clock) {
        this.config = config;
        this.folder = config.folder();
        this.topic = topic;
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * The snapshots of a folder; without one there are none, and the engine keeps everything in memory.
     *
     * @throws UserError if the folder can't be used, or another process uses it
     */
    public static Snapshots open(SnapshotConfig config, String topic, Vault vault, Clock clock) {
        Snapshots opened = new Snapshots(config, topic, vault, clock);
        if (opened.folder != null) {
            opened.lock = FolderLock.take(opened.folder);
        }
        return opened;
    }

    /** What the gallery searches. */
    public SearchEngine engine() {
        return engine;
    }

    /** Registers what tells of the snapshots; where there is no folder, nothing. */
    public void bindTo(MeterRegistry meters) {
        if (folder == null) {
            return;
        }
        FunctionCounter.builder("vigil.gallery.snapshot.failures", failures, AtomicLong::get)
                .description("Attempts to write a snapshot that failed, as on a full disk; the old one is kept.")
                .register(meters);
        TimeGauge.builder("vigil.gallery.snapshot.age", () -> due.age().toMillis(), TimeUnit.MILLISECONDS)
                .description(
                        "How long ago the newest snapshot was written, or restored; since the start where there is none.")
                .register(meters);
        Gauge.builder(
                        "vigil.gallery.unwritten.bytes",
                        engine,
                        held -> held.engine().unwrittenBytes())
                .baseUnit("bytes")
                .description("Exact rows that wait in memory because the disk does not take them.")
                .register(meters);
    }

    /** Restores {@code state} and the engine, if the snapshot holds. */
    public Beginning beginning(GalleryState state) {
        return found -> {
            topicId = found.id();
            return folder == null ? Map.of() : restore(folder, state, found);
        };
    }

    private Map<Integer, Long> restore(Path in, GalleryState state, Beginning.FoundTopic found) {
        SnapshotFile file = new SnapshotFile(in);
        try {
            if (!file.exists()) {
                begin(in);
                return Map.of();
            }
            long begun = System.nanoTime();
            Usable usable = new Usable(topic, found, now(found));
            Restored restored = new Restored();
            ExactSearch read = file.read(
                    vault,
                    usable::check,
                    (head, stream) -> ExactSearch.restore(in.resolve(ROWS), cipher(rowKey(head)), stream),
                    restored::take);
            SnapshotFile.Loaded loaded = restored.loaded();
            rowKey = rowKey(loaded.head());
            engine.use(read);
            loaded.head()
                    .dataKeys()
                    .forEach(placed -> vault.learn(placed.key().id(), placed.key(), placed.partition()));
            vault.restoreRotation(loaded.head().rotatedAt());
            state.restore(loaded.state());
            log.info(
                    "Restored {} people and {} faces from the snapshot of {} in {} ms.",
                    state.peopleCount(),
                    state.faceCount(),
                    loaded.head().takenAt(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
            due = Due.after(state.changes(), state.erasures());
            return loaded.head().offsets();
        } catch (IOException | UncheckedIOException | IllegalStateException | IllegalArgumentException e) {
            log.warn("The snapshot in {} is deleted, and the log read from its start: {}.", in, reason(e));
            log.debug("Why the snapshot is of no use", e);
            return afresh(file, in);
        }
    }

    private static String reason(Exception why) {
        return why instanceof EOFException ? "it is cut off" : String.valueOf(why.getMessage());
    }

    private Map<Integer, Long> afresh(SnapshotFile file, Path in) {
        try {
            file.delete();
            begin(in);
            return Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of gallery.snapshot, " + in + ", can't be written.", e);
        }
    }

    private void begin(Path in) throws IOException {
        SealingKey fresh = SealingKey.random();
        rowKey = fresh;
        engine.use(ExactSearch.mapped(in.resolve(ROWS), cipher(fresh)));
    }

    private static SealingKey rowKey(SnapshotHead head) {
        return SealingKey.of(head.rowKey().toArray());
    }

    private RowCipher cipher(SealingKey key) {
        return vault.seals() ? new RowSeal(key) : RowCipher.NONE;
    }

    /** A clock that was set back must not make a snapshot young: the log's newest record is not later than now. */
    private Instant now(Beginning.FoundTopic found) {
        Instant now = clock.instant();
        return found.newest().filter(now::isBefore).orElse(now);
    }

    /** Writes snapshots of the log's state in the background from now on. */
    public void start(GalleryLog gallery, GalleryState state) {
        if (folder == null) {
            return;
        }
        SnapshotFile file = new SnapshotFile(folder);
        Thread started = new Thread(() -> run(file, gallery, state), "gallery-snapshots");
        started.setDaemon(true);
        started.start();
        thread = started;
    }

    private void run(SnapshotFile file, GalleryLog gallery, GalleryState state) {
        try {
            while (!closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (gallery.isRead() && due.isDue(state, config)) {
                    replace(file, gallery, state);
                }
            }
        } catch (InterruptedException e) {
            log.debug("No more snapshots: interrupted.");
        } catch (RuntimeException e) { // the edge of the thread
            log.error("No more snapshots are written until the next start", e);
        }
    }

    private void replace(SnapshotFile file, GalleryLog gallery, GalleryState state) throws InterruptedException {
        Optional<Capture> captured = capture(gallery, state);
        if (captured.isEmpty()) {
            return; // the reader is busy: the next look tries again
        }
        Capture one = captured.get();
        try {
            long begun = System.nanoTime();
            write(file, one);
            due = Due.after(one.changes(), one.erasures());
            failing = false;
            log.info(
                    "A snapshot of {} people and {} faces is written, in {} ms.",
                    state.peopleCount(),
                    state.faceCount(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        } catch (IOException | UncheckedIOException e) {
            failed(file, state, e);
        }
    }

    private void write(SnapshotFile file, Capture one) throws IOException {
        try (EngineView view = one.engine()) {
            file.write(vault, head(one), one.state(), view::write);
            view.committed();
        }
    }

    /** Writes one of the state as it is; by the thread that applies, where there is no log. */
    void writeNow(Map<Integer, Long> offsets, GalleryState state) throws IOException {
        write(new SnapshotFile(Objects.requireNonNull(folder)), capture(offsets, state));
    }

    private Capture capture(Map<Integer, Long> offsets, GalleryState state) {
        return new Capture(
                Map.copyOf(offsets), state.view(), engine.engine().view(), state.changes(), state.erasures());
    }

    /**
     * Told once, until one is written again. What the old snapshot has and should not have any more is not kept for want of room for a
     * new one.
     */
    private void failed(SnapshotFile file, GalleryState state, Exception why) {
        failures.incrementAndGet();
        Duration pause = config.interval().compareTo(MOST_PAUSE) < 0 ? config.interval() : MOST_PAUSE;
        if (!failing) {
            log.warn(
                    "A snapshot can't be written, and is tried again every {} s; the gallery goes on without: {}",
                    pause.toSeconds(),
                    why.toString());
        } else {
            log.debug("A snapshot can't be written yet", why);
        }
        failing = true;
        if (due.lacksErasure(state)) {
            deleteOld(file);
        }
        due = due.pause(pause);
    }

    private void deleteOld(SnapshotFile file) {
        try {
            file.delete();
            due = due.gone();
            log.warn("The old snapshot is deleted, since somebody was erased.");
        } catch (IOException e) {
            log.error(
                    "The old snapshot can't be deleted, and somebody who was erased is still in it: {}", e.toString());
        }
    }

    private record Capture(
            Map<Integer, Long> offsets, StateView state, EngineView engine, long changes, long erasures) {}

    private Optional<Capture> capture(GalleryLog gallery, GalleryState state) throws InterruptedException {
        CompletableFuture<Capture> taken = new CompletableFuture<>();
        gallery.betweenRecords(offsets -> {
            if (!taken.isDone()) {
                Capture capture = capture(offsets, state);
                if (!taken.complete(capture)) {
                    capture.engine().close();
                }
            }
        });
        try {
            return Optional.of(taken.get(CAPTURE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            if (taken.cancel(false)) {
                return Optional.empty();
            }
            return Optional.of(taken.join());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private SnapshotHead head(Capture one) {
        return new SnapshotHead(
                topic,
                topicId,
                clock.instant(),
                one.offsets(),
                vault.dataKeys().entrySet().stream()
                        .map(key -> new SnapshotHead.Placed(key.getKey(), key.getValue()))
                        .toList(),
                vault.rotatedAt().orElse(null),
                Base64Bytes.of(Objects.requireNonNull(rowKey).toBytes()));
    }

    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        if (thread != null) {
            thread.join();
        }
        if (lock != null) {
            lock.close();
        }
    }

    /** Keeps what was read. */
    private static final class Restored {
        private SnapshotFile.@Nullable Loaded loaded;

        void take(SnapshotFile.Loaded read) {
            loaded = read;
        }

        SnapshotFile.Loaded loaded() {
            return Objects.requireNonNull(loaded);
        }
    }
}
