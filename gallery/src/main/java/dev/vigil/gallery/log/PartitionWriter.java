package dev.vigil.gallery.log;

import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.PartitionOwner;
import dev.vigil.gallery.log.StopSignal.Stopped;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a partition: one thread that takes one write after the other. It plans against the state, commits in a
 * transaction, and goes on only when the reader has applied what was committed, or passed what was not; so every plan sees all
 * that was written before. Where Kafka does not answer, it makes a new producer, whose fence settles what the old one left open,
 * and the log tells what became of it.
 *
 * <p>Its claim, {@code owner:PARTITION}, is the first thing it writes. Whoever claimed last owns the partition: a writer that
 * reads another's claim after its own stops for good.
 */
final class PartitionWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PartitionWriter.class);
    private static final int MOST_WAITING = 64;
    private static final long RETRY_MS = 250;
    private static final long CLOSE_MS = 2_000;

    private final LogSettings settings;
    private final int partition;
    private final GalleryState state;
    private final Outcomes outcomes;
    private final LogEnd logEnd;
    private final Clock clock;
    private final Runnable changed;
    private final BlockingQueue<Job<?>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Job<?> stop = new Job<>(now -> Plan.nothing(""));
    private final StopSignal closing = new StopSignal();
    private final Thread thread;

    private volatile WriterStatus status = WriterStatus.OPENING;
    private @Nullable Transactions transactions; // of this writer's thread

    /** {@code changed} is run after every change of {@link #status()}, by any thread. */
    PartitionWriter(
            LogSettings settings,
            int partition,
            GalleryState state,
            Outcomes outcomes,
            LogEnd logEnd,
            Clock clock,
            Runnable changed) {
        this.settings = settings;
        this.partition = partition;
        this.state = state;
        this.outcomes = outcomes;
        this.logEnd = logEnd;
        this.clock = clock;
        this.changed = changed;
        this.thread = new Thread(this::run, "gallery-writer-" + partition);
    }

    void start() {
        thread.start();
    }

    WriterStatus status() {
        return status;
    }

    /**
     * Plans, commits and waits until it is applied.
     *
     * @throws UserError as the planner throws it, or 503 where Kafka does not answer in time
     */
    <T> T write(Function<GalleryState, Plan<T>> planner) {
        WriterStatus before = status;
        if (before != WriterStatus.OPEN) {
            throw before.refusal();
        }
        Job<T> job = new Job<>(planner);
        if (!waiting.offer(job)) {
            throw new UserError(503, "Too many changes wait already: nothing was written; try again in a moment.");
        }
        if (status.isFinal()) {
            refuseWaiting(); // it came after the last look at the queue
        }
        return job.await(settings.writeTimeout());
    }

    /** A claim of this partition was read: if it is another's and after ours, this writer's time is over. */
    synchronized void claimed() {
        if (status == WriterStatus.OPEN) {
            openIfOwner();
        }
    }

    /** Asks it to stop after the write under way. */
    void stop() {
        closing.give();
        waiting.offer(stop); // where the queue is full, the thread is not waiting for it
    }

    /** Stops, and waits for it; after two seconds it is interrupted. */
    @Override
    public void close() throws InterruptedException {
        stop();
        thread.join(CLOSE_MS);
        thread.interrupt();
        thread.join();
    }

    private void run() {
        try {
            open();
            while (!closing.isGiven()) {
                Job<?> job = waiting.take();
                if (job != stop && job.begin()) {
                    perform(job);
                }
            }
        } catch (InterruptedException | Stopped e) {
            log.debug("The writer of partition {} has stopped", partition, e);
        } catch (RuntimeException e) { // the edge of the thread: a bug, which ends the process
            log.error("The writer of partition {} has failed", partition, e);
        } finally {
            discard();
            set(status.isFinal() ? status : WriterStatus.CLOSED);
            refuseWaiting();
        }
    }

    /** Claims the partition, whoever had it, and waits until all that lies before the claim has been read. */
    private void open() throws InterruptedException, Stopped {
        Change claim =
                new Change(new GalleryKey.OfOwner(partition), new PartitionOwner(settings.instance(), clock.instant()));
        persist(() -> {
            Transactions fresh = renew();
            fresh.fence();
            readToEnd();
            CompletableFuture<Boolean> outcome = outcomes.of(fresh.send(List.of(claim)));
            fresh.commit();
            awaitApplied(outcome);
        });
    }

    /**
     * Settles what an earlier producer left open, if the partition is still ours. It looks before it fences, so as not to disturb
     * a newer owner, and again after, when no other can write any more.
     */
    private void recover() throws InterruptedException, Stopped {
        set(WriterStatus.AWAY);
        persist(() -> {
            readToEnd();
            if (isOwner()) {
                renew().fence();
                readToEnd();
            }
        });
    }

    /** However long it takes: a large gallery takes a while, and while Kafka is away the reader waits for it. */
    private void readToEnd() throws InterruptedException, Stopped {
        closing.await(outcomes.of(logEnd.of(partition) - 1), Long.MAX_VALUE);
    }

    /**
     * Kafka says that a transaction is committed before its marker is in the partition, and only then does a reader see it. A
     * broker that stops in between may leave the marker out until somebody fences.
     *
     * @throws KafkaException if it is not seen in time
     */
    private void awaitApplied(CompletableFuture<Boolean> outcome) throws InterruptedException, Stopped {
        if (!closing.await(outcome, settings.stepMillis())) {
            throw new TimeoutException("The reader has not come so far.");
        }
    }

    /** What may fail for want of Kafka. */
    private interface Step {
        void run() throws InterruptedException, Stopped;
    }

    /** Repeats a step until Kafka lets it through; then it's open, if the partition is ours. */
    private void persist(Step step) throws InterruptedException, Stopped {
        boolean told = status != WriterStatus.OPENING;
        while (true) {
            try {
                step.run();
                if (!openIfOwner()) {
                    throw new Stopped();
                }
                return;
            } catch (KafkaException e) {
                if (told) {
                    log.debug("Partition {} can't be written yet", partition, e);
                } else {
                    log.warn("Partition {} can't be claimed yet: {}", partition, e.toString());
                    told = true;
                }
                closing.pause(RETRY_MS);
            }
        }
    }

    private void perform(Job<?> job) throws InterruptedException, Stopped {
        Job.Prepared<?> prepared;
        try {
            if (status != WriterStatus.OPEN) {
                throw status.refusal();
            }
            prepared = job.prepare(state);
        } catch (RuntimeException e) { // the request's fault, or a planner's: the writer goes on
            job.fail(e);
            return;
        }
        if (prepared.plan().changes().isEmpty()) {
            prepared.succeed();
        } else {
            write(prepared);
        }
    }

    private void write(Job.Prepared<?> prepared) throws InterruptedException, Stopped {
        Transactions open = Objects.requireNonNull(transactions);
        CompletableFuture<Boolean> outcome;
        try {
            outcome = outcomes.of(open.send(prepared.plan().changes()));
        } catch (KafkaException | InterruptedException e) { // it is never committed
            log.warn("Partition {} does not take a write: {}", partition, e.toString());
            prepared.fail("Kafka did not take the change: nothing was written; try again.", e);
            recover();
            return;
        }
        try {
            open.commit();
        } catch (KafkaException e) {
            log.warn("Partition {} does not say whether a write is committed: {}", partition, e.toString());
            settle(prepared, outcome, e);
            return;
        }
        try {
            awaitApplied(outcome);
        } catch (KafkaException e) {
            log.warn("Partition {} does not show a write that is committed: {}", partition, e.toString());
            recover();
        } finally { // where it stops meanwhile: it's committed
            prepared.succeed();
        }
    }

    /** Lets the log tell what became of a transaction. */
    private void settle(Job.Prepared<?> prepared, CompletableFuture<Boolean> outcome, KafkaException why)
            throws InterruptedException, Stopped {
        try {
            recover();
        } finally {
            if (!outcome.isDone()) {
                prepared.fail("It isn't known whether the change was written: look before you repeat it.", why);
            } else if (outcome.join()) {
                prepared.succeed();
            } else {
                prepared.fail("Kafka did not take the change: nothing was written; try again.", why);
            }
        }
    }

    private Transactions renew() {
        discard();
        Transactions fresh = new Transactions(settings, partition, clock);
        transactions = fresh;
        return fresh;
    }

    private void discard() {
        if (transactions != null) {
            transactions.close();
            transactions = null;
        }
    }

    private boolean isOwner() {
        return state.owner(partition)
                .filter(owner -> owner.instance().equals(settings.instance()))
                .isPresent();
    }

    /** Open where the last claim that was read is ours, else superseded. */
    private synchronized boolean openIfOwner() {
        boolean ours = isOwner();
        set(ours ? WriterStatus.OPEN : WriterStatus.SUPERSEDED);
        return ours;
    }

    private synchronized void set(WriterStatus next) {
        if (status == next) {
            return;
        }
        switch (next) {
            case AWAY -> log.warn("Partition {} can't be written until Kafka answers again.", partition);
            case SUPERSEDED ->
                log.error("Another gallery has claimed partition {}: this one no longer writes it.", partition);
            case OPEN -> {
                if (status == WriterStatus.AWAY) {
                    log.info("Partition {} is written again.", partition);
                }
            }
            case OPENING, CLOSED -> log.debug("The writer of partition {} is {}", partition, next);
        }
        status = next;
        changed.run();
    }

    private void refuseWaiting() {
        for (Job<?> job = waiting.poll(); job != null; job = waiting.poll()) {
            job.fail(status.refusal());
        }
    }
}
