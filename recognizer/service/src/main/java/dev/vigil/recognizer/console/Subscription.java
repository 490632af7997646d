package dev.vigil.recognizer.console;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One listener's bounded queue. The ring offers, one other thread takes. Once it is over, by either side, it stays over.
 */
final class Subscription implements AutoCloseable {
    private final Predicate<FeedEvent> filter;
    /** An empty one wakes the taker at the end. */
    private final BlockingQueue<Optional<FeedEvent>> waiting;

    private final Consumer<Subscription> leave;
    private volatile boolean over;

    Subscription(Predicate<FeedEvent> filter, List<FeedEvent> backlog, int queue, Consumer<Subscription> leave) {
        this.filter = filter;
        this.waiting = new LinkedBlockingQueue<>(backlog.size() + queue);
        backlog.forEach(event -> this.waiting.add(Optional.of(event)));
        this.leave = leave;
    }

    /** Queues {@code event} if it is wanted; false, and over, where the queue is full. */
    boolean offer(FeedEvent event) {
        if (!filter.test(event) || waiting.offer(Optional.of(event))) {
            return true;
        }
        end();
        return false;
    }

    /** The next event, or empty where none came within {@code wait} or it is {@link #over()}. */
    Optional<FeedEvent> next(Duration wait) throws InterruptedException {
        if (over) {
            return Optional.empty();
        }
        Optional<FeedEvent> event = waiting.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        return event == null || over ? Optional.empty() : event;
    }

    /** Whether nothing more will come: the listener was too slow, or the feed has ended. */
    boolean over() {
        return over;
    }

    /** Ends it from the ring's side, and wakes who waits. */
    void end() {
        over = true;
        waiting.clear();
        if (!waiting.offer(Optional.empty())) {
            throw new IllegalStateException("A queue that was just emptied is full.");
        }
    }

    /** Leaves the ring. */
    @Override
    public void close() {
        over = true;
        leave.accept(this);
    }
}
