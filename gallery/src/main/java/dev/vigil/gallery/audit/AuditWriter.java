package dev.vigil.gallery.audit;

import dev.vigil.runtime.kafka.KafkaRefusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that writes this replica's chain of what changes nothing. The chain begins with a signed entry {@code chain.opened}
 * that names where the chains of those before it ended, so that a chain that is cut off is missed.
 */
final class AuditWriter {
    private static final Logger log = LoggerFactory.getLogger(AuditWriter.class);
    private static final long IDLE_MS = 100;
    private static final long RETRY_MS = 500;
    private static final long REFUSED_MS = 5_000;
    private static final int MOST_AT_ONCE = 500;
    private static final long LOOK_BACK = 5_000;
    private static final int MOST_PREDECESSORS = 64;

    private final AuditSettings settings;
    private final SigningKey key;
    private final ChainEnds ends;
    private final ChangeAudit changes;
    private final Waiting waiting;
    private final Clock clock;
    private final Chain chain;
    private final Totals totals = new Totals();
    private final Map<String, Head> signed = new LinkedHashMap<>();
    private final Queue<CompletableFuture<AuditLog.Written>> flushes = new ConcurrentLinkedQueue<>();
    private final AuditProducer producer;
    private final Thread thread;

    private final CountDownLatch closing = new CountDownLatch(1);
    private final CompletableFuture<String> lost = new CompletableFuture<>();

    private long minute;
    private long checkpointDue;
    private AuditLog.Written last = new AuditLog.Written(null);

    AuditWriter(
            AuditSettings settings, SigningKey key, ChainEnds ends, ChangeAudit changes, Waiting waiting, Clock clock) {
        this.settings = settings;
        this.key = key;
        this.ends = ends;
        this.changes = changes;
        this.waiting = waiting;
        this.clock = clock;
        this.chain = new Chain(settings.config().topic(), Head.none(settings.ofRequests()));
        this.producer = new AuditProducer(settings, closing);
        this.thread = new Thread(this::run, "gallery-audit");
    }

    void start() {
        thread.start();
    }

    CompletableFuture<AuditLog.Written> flush() {
        CompletableFuture<AuditLog.Written> asked = new CompletableFuture<>();
        flushes.add(asked);
        if (!thread.isAlive()) {
            failFlushes();
        }
        return asked;
    }

    /** Completes, with a sentence, when it has failed. */
    CompletableFuture<String> lost() {
        return lost;
    }

    /** Lets it write what waits and a last checkpoint; what is not written in time is lost, and the log says how much. */
    void close(Duration patience) throws InterruptedException {
        closing.countDown();
        thread.join(patience.toMillis());
        thread.interrupt();
        thread.join();
    }

    private void run() {
        try {
            open();
            while (closing.getCount() > 0) {
                step(IDLE_MS);
            }
            finish();
        } catch (InterruptedException | InterruptException e) { // Kafka's is no InterruptedException
            log.warn("{} entries of the audit were not written before the end.", waiting.size() + waiting.lostEver());
        } catch (RuntimeException e) { // the edge of the thread: a bug, which ends the process
            log.error("The audit's writer has failed", e);
            lost.complete("The audit can't be written any more for a reason on our side; the log tells more.");
        } finally {
            var unused = Thread.interrupted(); // else Kafka's close would throw
            producer.close();
            failFlushes();
        }
    }

    private void open() throws InterruptedException {
        checkpointDue = System.nanoTime() + settings.config().checkpointWithin().toNanos();
        boolean told = false;
        while (true) {
            try {
                List<Head> before =
                        ends.recent(writer -> writer.startsWith(AuditSettings.OF_REQUESTS), LOOK_BACK).values().stream()
                                .sorted(Comparator.comparing(Head::writer))
                                .limit(MOST_PREDECESSORS)
                                .toList();
                write(List.of(new Chain.Timed(
                        AuditEntry.of("chain.opened", Actor.GALLERY, ""),
                        now(),
                        (time, head) -> key.sign(time, before))));
                signed.put(chain.head().writer(), chain.head());
                return;
            } catch (KafkaException e) {
                if (!told) {
                    log.warn("The audit topic can't be read yet: {}", KafkaRefusal.orReason(settings.kafka(), e));
                    told = true;
                }
                if (closing.await(KafkaRefusal.is(e) ? REFUSED_MS : RETRY_MS, TimeUnit.MILLISECONDS)) {
                    throw new InterruptedException("It closes while Kafka is away.");
                }
            }
        }
    }

    private void step(long idle) throws InterruptedException {
        int asked = flushes.size();
        List<Chain.Timed> batch = take(asked > 0 ? 0 : idle);
        long thisMinute = clock.millis() / 60_000;
        if (thisMinute != minute || asked > 0) {
            minute = thisMinute;
            batch.addAll(totals.take());
        } else {
            batch.addAll(totals.takeUrgent());
        }
        addGap(batch);
        addCheckpoint(batch, false);
        if (!batch.isEmpty()) {
            write(batch);
        }
        if (waiting.size() == 0) {
            for (int i = 0; i < asked; i++) {
                flushes.remove().complete(last);
            }
        }
    }

    /** Entries that are to be written by themselves; others are added to the sums. */
    private List<Chain.Timed> take(long idle) throws InterruptedException {
        List<Chain.Timed> batch = new ArrayList<>();
        for (Chain.Timed one : waiting.take(MOST_AT_ONCE, idle)) {
            if (!totals.add(one.entry(), one.time())) {
                batch.add(one);
            }
        }
        return batch;
    }

    private void finish() throws InterruptedException {
        while (waiting.size() > 0) {
            step(0);
        }
        List<Chain.Timed> batch = new ArrayList<>(totals.take());
        addGap(batch);
        addCheckpoint(batch, true);
        if (!batch.isEmpty()) {
            write(batch);
        }
    }

    private void addGap(List<Chain.Timed> batch) {
        Chain.Timed gap = waiting.gap();
        if (gap != null) {
            batch.add(gap);
        }
    }

    private void addCheckpoint(List<Chain.Timed> batch, boolean last) {
        List<Head> moved = changes.heads().stream()
                .filter(head -> !head.equals(signed.get(head.writer())))
                .toList();
        long fresh = batch.size()
                + chain.head().sequence()
                - sequenceOf(chain.head())
                + moved.stream()
                        .mapToLong(head -> head.sequence() - sequenceOf(head))
                        .sum();
        boolean due = System.nanoTime() - checkpointDue > 0 || last;
        if (fresh > 0 && (due || fresh >= settings.config().checkpointEvery())) {
            checkpointDue =
                    System.nanoTime() + settings.config().checkpointWithin().toNanos();
            batch.add(new Chain.Timed(AuditEntry.of("checkpoint", Actor.GALLERY, ""), now(), (time, own) -> {
                List<Head> heads = new ArrayList<>(moved);
                heads.add(own);
                heads.forEach(head -> signed.put(head.writer(), head));
                // the checkpoint itself is the one entry that it can't cover
                signed.put(own.writer(), new Head(own.writer(), own.sequence() + 1, own.hash()));
                return key.sign(time, heads);
            }));
        }
    }

    /** Up to where a chain is signed; a chain that was never signed here, from where it was taken over. */
    private long sequenceOf(Head head) {
        Head before = signed.get(head.writer());
        return before == null ? Math.max(0, head.sequence() - 1) : before.sequence();
    }

    private void write(List<Chain.Timed> batch) throws InterruptedException {
        List<ProducerRecord<byte[], byte[]>> records = chain.extend(batch);
        last = producer.write(records);
        chain.settle(true);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private void failFlushes() {
        for (CompletableFuture<AuditLog.Written> one = flushes.poll(); one != null; one = flushes.poll()) {
            one.completeExceptionally(new IllegalStateException("The audit has been closed."));
        }
    }
}
