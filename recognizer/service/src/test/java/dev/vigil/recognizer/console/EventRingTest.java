package dev.vigil.recognizer.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventRingTest {
    private static final Duration NOW = Duration.ZERO;

    private final EventRing ring = new EventRing(5, 3);

    private static FeedEvent event(String id) {
        return new FeedEvent(id, Instant.EPOCH, "door", "match", null, "{\"id\":\"" + id + "\"}");
    }

    private void add(String... ids) {
        for (String id : ids) {
            ring.add(event(id));
        }
    }

    private List<String> recent(int limit) {
        return ring.recent(e -> true, limit).stream().map(FeedEvent::id).toList();
    }

    private static List<String> drain(Subscription subscription) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        Optional<FeedEvent> event = subscription.next(NOW);
        while (event.isPresent()) {
            ids.add(event.get().id());
            event = subscription.next(NOW);
        }
        return ids;
    }

    @Test
    void theNewestComeFirstAndTheOldestGo() {
        add("a", "b", "c", "d", "e", "f");
        assertThat(recent(3)).containsExactly("f", "e", "d");
        assertThat(recent(100)).containsExactly("f", "e", "d", "c", "b");
    }

    @Test
    void anEventWrittenTwiceIsOneEvent() throws InterruptedException {
        Subscription subscription = ring.subscribe(e -> true, null, 0);
        add("a", "b", "a");
        assertThat(recent(100)).containsExactly("b", "a");
        assertThat(drain(subscription)).containsExactly("a", "b");
    }

    @Test
    void aListenerGetsTheRecentInOrderAndThenWhatComes() throws InterruptedException {
        add("a", "b", "c");
        Subscription subscription = ring.subscribe(e -> true, null, 2);
        add("d");
        assertThat(drain(subscription)).containsExactly("b", "c", "d");
    }

    @Test
    void aListenerResumesAfterWhatItHasSeen() throws InterruptedException {
        add("a", "b", "c", "d");
        assertThat(drain(ring.subscribe(e -> true, "b", 0))).containsExactly("c", "d");
        assertThat(drain(ring.subscribe(e -> true, "d", 0))).isEmpty();
    }

    @Test
    void aListenerWhoseLastEventIsNoLongerKeptGetsAllThatIs() throws InterruptedException {
        add("a", "b", "c", "d", "e", "f", "g");
        assertThat(drain(ring.subscribe(e -> true, "a", 0))).containsExactly("c", "d", "e", "f", "g");
    }

    @Test
    void aFilterHoldsForTheRecentAndForWhatComes() throws InterruptedException {
        ring.add(new FeedEvent("x", Instant.EPOCH, "yard", "unknown", null, "{}"));
        add("a");
        Subscription subscription = ring.subscribe(e -> "yard".equals(e.camera()), null, 10);
        add("b");
        ring.add(new FeedEvent("y", Instant.EPOCH, "yard", "unknown", null, "{}"));
        assertThat(drain(subscription)).containsExactly("x", "y");
    }

    @Test
    void whoIsTooSlowIsCutOffAndTheOthersGoOn() throws InterruptedException {
        Subscription slow = ring.subscribe(e -> true, null, 0);
        Subscription quick = ring.subscribe(e -> true, null, 0);
        for (String id : List.of("a", "b", "c", "d", "e")) {
            add(id);
            assertThat(quick.next(NOW)).map(FeedEvent::id).contains(id);
        }
        assertThat(slow.over()).isTrue();
        assertThat(drain(slow)).isEmpty();
        assertThat(quick.over()).isFalse();
    }

    @Test
    void closingWakesWhoWaitsAndEndsWhoComes() throws InterruptedException {
        Subscription waiting = ring.subscribe(e -> true, null, 0);
        Thread closer = new Thread(ring::close);
        closer.start();
        assertThat(waiting.next(Duration.ofMinutes(1))).isEmpty();
        closer.join();
        assertThat(waiting.over()).isTrue();
        assertThat(ring.subscribe(e -> true, null, 0).over()).isTrue();
    }

    @Test
    void whoHasLeftGetsNothingMore() throws InterruptedException {
        Subscription subscription = ring.subscribe(e -> true, null, 0);
        subscription.close();
        add("a");
        assertThat(drain(subscription)).isEmpty();
    }
}
