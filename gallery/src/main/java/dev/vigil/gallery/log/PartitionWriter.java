package dev.vigil.gallery.log;

import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.log.StopSignal.Stopped;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.kafka.KafkaRefusal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a partition, from the time that this replica is given it to the time that it loses it: one thread that takes
 * one batch of writes after the other. It plans against the state, commits in a transaction, and goes on only when the reader has
 * applied what was committed, or passed what was not; so every plan sees all that was written before. Where Kafka does not answer,
 * it makes a new producer, whose fence settles what the old one left open, and the log tells what became of it.
 *
 * <p>Its claim, {@code owner:PARTITION}, is the first thing it writes, and Kafka takes it only from a member of the group as it
 * is now. Whoever claimed last owns the partition: a writer that reads another's claim after its own stops.
 */
final class PartitionWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PartitionWriter.class);
    private static final long RETRY_MS = 250;
    private static final long CLOSE_MS = 2_000;

    private final WriterTools tools;
    private final int partition;
    private final Outcomes outcomes;
    private final Runnable changed;
    private final WaitingWrites waiting = new WaitingWrites();
    private final StopSignal closing = new StopSignal();
    private final Thread thread;
    private final long begun = System.nanoTime();

    private volatile WriterStatus status = WriterStatus.OPENING;
    private volatile boolean failed;
    private @Nullable Transactions transactions; // of this writer's thread
    private @Nullable ConsumerGroupMetadata
            refused; // of this writer's thread: the membership with which a claim was not taken

    /** {@code changed} is run after every change of {@link #status()}, by any thread. */
    PartitionWriter(WriterTools tools, int partition, Outcomes outcomes, Runnable changed) {
        this.tools = tools;
        this.partition = partition;
        this.outcomes = outcomes;
        this.changed = changed;
        this.thread = new Thread(this::run, "gallery-writer-" + partition);
    }

    void start() {
        thread.start();
    }

    WriterStatus status() {
        return status;
    }

    /** Whether it was begun longer ago than that. */
    boolean isOlderThan(Duration age) {
        return System.nanoTime() - begun > age.toNanos();
    }

    /** Whether it ended by a bug. */
    boolean hasFailed() {
        return failed;
    }

    /**
     * Plans, commits and waits until it is applied.
     *
     * @throws UserError as the planner throws it, or 503 where Kafka does not answer in time
     */
    <T> Written<T> write(Write<T> write) {
        refuseUnlessWritable();
        Job<T> job = new Job<>(write);
        waiting.offer(job);
        refuseIfLate();
        return job.await(tools.settings().writeTimeout());
    }

    /** The same without waiting for more than room among those that wait. */
    <T> CompletableFuture<Written<T>> submit(Write<T> write) throws InterruptedException {
        Job<T> job = new Job<>(write);
        try {
            refuseUnlessWritable();
            if (!waiting.offer(job, tools.settings().writeTimeout().toMillis())) {
                throw new UserError(503, "Kafka did not answer in time: nothing was written; try again.");
            }
            refuseIfLate();
        } catch (UserError e) {
            job.fail(e);
        }
        return job.done();
    }

    private void refuseUnlessWritable() {
        WriterStatus now = status;
        if (now.isFinal()) {
            throw moved();
        }
        if (now == WriterStatus.AWAY) {
            throw now.refusal();
        }
    }

    /** It came after the last look at those that wait. */
    private void refuseIfLate() {
        if (status.isFinal()) {
            waiting.refuseArrived(moved());
        }
    }

    private NotOwner moved() {
        return new NotOwner(tools.state().owner(partition).filter(owner -> !isOurs(owner.instance())), null);
    }

    /** A claim of this partition was read: if it is another's and after ours, this writer's time is over. */
    synchronized void claimed() {
        if (status == WriterStatus.OPEN && !openIfOwner()) {
            stop();
        }
    }

    /** Asks it to stop after the writes under way. */
    void stop() {
        closing.give();
        waiting.wake();
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
                Batch batch = waiting.next(tools.state(), () -> Position.of(partition, outcomes.next() - 1));
                if (!batch.isEmpty()) {
                    write(batch);
                }
            }
        } catch (InterruptedException | Stopped e) {
            log.debug("The writer of partition {} has stopped", partition, e);
        } catch (RuntimeException e) { // the edge of the thread: a bug, which ends the process
            log.error("The writer of partition {} has failed", partition, e);
            failed = true;
        } finally {
            discard();
            set(status.isFinal() ? status : WriterStatus.CLOSED);
            waiting.refuse(moved());
        }
    }

    /** Claims the partition, whoever had it, and waits until all that lies before the claim has been read. */
    private void open() throws InterruptedException, Stopped {
        persist(() -> {
            tools.rolls().ask();
            ConsumerGroupMetadata member = tools.membership().get();
            if (member.equals(refused)) {
                throw new TimeoutException("The group does not take this replica for the owner now.");
            }
            Transactions fresh = renew();
            fresh.fence();
            long end = readToEnd();
            Change claim =
                    new Change(new GalleryKey.OfOwner(partition), tools.claim().apply(partition));
            CompletableFuture<Boolean> outcome = outcomes.of(claim(fresh, claim, end, member));
            fresh.commit();
            awaitApplied(outcome);
            tools.audit().begun(partition);
        });
    }

    private long claim(Transactions fresh, Change claim, long end, ConsumerGroupMetadata member)
            throws InterruptedException {
        try {
            return fresh.claim(claim, end, member);
        } catch (CommitFailedException | FencedInstanceIdException e) {
            refused = member;
            throw e;
        }
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
    private long readToEnd() throws InterruptedException, Stopped {
        long end = tools.logEnd().of(partition);
        closing.await(outcomes.of(end - 1), Long.MAX_VALUE);
        return end;
    }

    /**
     * Kafka says that a transaction is committed before its marker is in the partition, and only then does a reader see it. A
     * broker that stops in between may leave the marker out until somebody fences.
     *
     * @throws KafkaException if it is not seen in time
     */
    private void awaitApplied(CompletableFuture<Boolean> outcome) throws InterruptedException, Stopped {
        if (!closing.await(outcome, tools.settings().stepMillis())) {
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
                if (told || e instanceof CommitFailedException) { // the group is deciding anew
                    log.debug("Partition {} can't be written yet", partition, e);
                } else {
                    log.warn("Partition {} can't be claimed yet: {}", partition, why(e));
                    told = true;
                }
                closing.pause(RETRY_MS);
            }
        }
    }

    private void write(Batch batch) throws InterruptedException, Stopped {
        Transactions open = Objects.requireNonNull(transactions);
        boolean audited = !batch.audit().isEmpty();
        List<ProducerRecord<byte[], byte[]>> audit = audited ? tools.audit().next(partition, batch.audit()) : List.of();
        tools.rolls().beside(partition, batch.changes()).ifPresent(batch::append);
        CompletableFuture<Boolean> outcome;
        Position position;
        try {
            long last = open.send(batch.changes(), audit);
            outcome = outcomes.of(last);
            position = Position.of(partition, last);
        } catch (KafkaException | InterruptedException e) { // it is never committed
            log.warn("Partition {} does not take a write: {}", partition, why(e));
            batch.fail("Kafka did not take the change: nothing was written; try again.", e);
            settled(audited, false);
            recover();
            return;
        }
        try {
            open.commit();
        } catch (KafkaException e) {
            log.warn("Partition {} does not say whether a write is committed: {}", partition, e.toString());
            settle(batch, outcome, position, e);
            return;
        }
        try {
            awaitApplied(outcome);
        } catch (KafkaException e) {
            log.warn("Partition {} does not show a write that is committed: {}", partition, e.toString());
            recover();
        } finally { // where it stops meanwhile: it's committed
            settled(audited, true);
            batch.succeed(position);
        }
    }

    /** Lets the log tell what became of a transaction. */
    private void settle(Batch batch, CompletableFuture<Boolean> outcome, Position position, KafkaException why)
            throws InterruptedException, Stopped {
        try {
            recover();
        } finally {
            if (!outcome.isDone()) {
                batch.fail("It isn't known whether the change was written: look before you repeat it.", why);
            } else {
                settled(!batch.audit().isEmpty(), outcome.join());
                if (outcome.join()) {
                    batch.succeed(position);
                } else {
                    batch.fail("Kafka did not take the change: nothing was written; try again.", why);
                }
            }
        }
    }

    private void settled(boolean audited, boolean committed) {
        if (audited) {
            tools.audit().settled(partition, committed);
        }
    }

    private Transactions renew() {
        discard();
        Transactions fresh = new Transactions(tools.settings(), partition, tools.vault(), tools.clock());
        transactions = fresh;
        return fresh;
    }

    private void discard() {
        if (transactions != null) {
            transactions.close();
            transactions = null;
        }
    }

    private String why(Exception e) {
        return KafkaRefusal.of(tools.settings().kafka(), e).orElseGet(e::toString);
    }

    private boolean isOwner() {
        return tools.state()
                .owner(partition)
                .filter(owner -> isOurs(owner.instance()))
                .isPresent();
    }

    private boolean isOurs(String instance) {
        return instance.equals(tools.settings().instance());
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
            case SUPERSEDED -> log.info("Another replica has claimed partition {}.", partition);
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
}
