package dev.vigil.recognizer.console;

import dev.vigil.recognizer.event.AlertAcknowledged;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The last events of one kind, and those who wait for the next. An event that comes a second time is dropped as long as the first
 * is kept. Thread-safe; nobody who listens can hold up the one who adds.
 */
final class EventRing {
    private final int capacity;
    private final int queue;
    private final Deque<FeedEvent> kept = new ArrayDeque<>();
    private final Set<String> ids = new HashSet<>();
    private final Map<String, AlertAcknowledged> acknowledged = new HashMap<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private boolean closed;

    /** Keeps {@code capacity} events, and at most {@code queue} more for each subscription. */
    EventRing(int capacity, int queue) {
        this.capacity = capacity;
        this.queue = queue;
    }

    /** Keeps {@code event} and passes it on; whoever has too many waiting is cut off. */
    synchronized void add(FeedEvent event) {
        if (!ids.add(event.id())) {
            return;
        }
        kept.addLast(event);
        if (kept.size() > capacity) {
            String gone = kept.removeFirst().id();
            ids.remove(gone);
            acknowledged.remove(gone);
        }
        subscriptions.removeIf(subscription -> !subscription.offer(event));
    }

    /** The kept event with that id. */
    synchronized Optional<FeedEvent> find(String id) {
        return kept.stream().filter(event -> event.id().equals(id)).findFirst();
    }

    /** Notes that an alert has been seen to: lists say so from now on. Who was first counts; unknown alerts are passed over. */
    synchronized void acknowledge(AlertAcknowledged seenTo) {
        if (!ids.contains(seenTo.alert()) || acknowledged.containsKey(seenTo.alert())) {
            return;
        }
        acknowledged.put(seenTo.alert(), seenTo);
        List<FeedEvent> all = List.copyOf(kept);
        kept.clear();
        all.forEach(event -> kept.addLast(event.id().equals(seenTo.alert()) ? event.acknowledged() : event));
    }

    /** Who has seen to a kept alert; null where nobody has. */
    synchronized @Nullable AlertAcknowledged acknowledgement(String alert) {
        return acknowledged.get(alert);
    }

    /** Those that pass {@code filter}, newest first, at most {@code limit}. */
    synchronized List<FeedEvent> recent(Predicate<FeedEvent> filter, int limit) {
        List<FeedEvent> found = new ArrayList<>();
        Iterator<FeedEvent> newestFirst = kept.descendingIterator();
        while (newestFirst.hasNext() && found.size() < limit) {
            FeedEvent event = newestFirst.next();
            if (filter.test(event)) {
                found.add(event);
            }
        }
        return found;
    }

    /**
     * Subscribes to what passes {@code filter}, without a gap: first the kept ones after the event {@code after} (all of them
     * where it is not kept any more), or where that is null the last {@code recent}; then each as it comes.
     */
    synchronized Subscription subscribe(Predicate<FeedEvent> filter, @Nullable String after, int recent) {
        List<FeedEvent> backlog = after == null ? oldestFirst(filter, recent) : since(filter, after);
        Subscription subscription = new Subscription(filter, backlog, queue, this::remove);
        if (closed) {
            subscription.end();
        } else {
            subscriptions.add(subscription);
        }
        return subscription;
    }

    /** Ends every subscription, and those to come. */
    synchronized void close() {
        closed = true;
        subscriptions.forEach(Subscription::end);
        subscriptions.clear();
    }

    /** How many are subscribed. */
    synchronized int listeners() {
        return subscriptions.size();
    }

    private synchronized void remove(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    private List<FeedEvent> oldestFirst(Predicate<FeedEvent> filter, int recent) {
        List<FeedEvent> events = recent(filter, recent);
        Collections.reverse(events);
        return events;
    }

    private List<FeedEvent> since(Predicate<FeedEvent> filter, String after) {
        boolean seen = !ids.contains(after);
        List<FeedEvent> events = new ArrayList<>();
        for (FeedEvent event : kept) {
            if (seen && filter.test(event)) {
                events.add(event);
            }
            seen |= event.id().equals(after);
        }
        return events;
    }
}
