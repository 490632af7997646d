package dev.vigil.gallery.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.search.ExactSearch;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingWritesTest {
    private static final Position SEEN = Position.of(0, 7);

    private final GalleryState state = new GalleryState(ExactSearch.inMemory());
    private final WaitingWrites waiting = new WaitingWrites();

    @Test
    void plansOfDifferentPeopleShareATransactionAndThoseOfOneFollowEachOther() throws Exception {
        offer("ann", face("ann", "1"));
        offer("bob", face("bob", "1"));
        offer("ann", face("ann", "2"));
        offer("eve", face("eve", "1"));
        offer("ann", face("ann", "3"));
        assertThat(keys()).containsExactly("face:ann:1", "face:bob:1", "face:eve:1");
        assertThat(keys()).containsExactly("face:ann:2");
        assertThat(keys()).containsExactly("face:ann:3");
    }

    @Test
    void whatIsNotOfOnePersonGoesAlone() throws Exception {
        offer("ann", face("ann", "1"));
        offer("vip", new Change(new GalleryKey.OfWatchlist("vip"), null));
        offer("bob", face("bob", "1"));
        assertThat(keys()).containsExactly("face:ann:1", "face:bob:1");
        assertThat(keys()).containsExactly("watchlist:vip");
    }

    @Test
    void aPlanThatReachesIntoAnotherPersonWaitsForTheirs() throws Exception {
        offer("ann", face("ann", "1"));
        offer("bob", face("ann", "2"));
        assertThat(keys()).containsExactly("face:ann:1");
        assertThat(keys()).containsExactly("face:ann:2");
    }

    @Test
    void refusalsAndWhatIsSoAlreadyAreAnsweredAtOnceAndTheOthersGoOn() throws Exception {
        Job<String> refused = new Job<>(new Write<>("ann", now -> {
            throw new UserError(404, "There is no such person.");
        }));
        Job<String> nothing = new Job<>(new Write<>("bob", now -> Plan.nothing("as it is")));
        waiting.offer(refused);
        waiting.offer(nothing);
        offer("eve", face("eve", "1"));
        assertThat(keys()).containsExactly("face:eve:1");
        assertThat(refused.done()).isCompletedExceptionally();
        assertThat(nothing.done()).isCompletedWithValue(new Written<>("as it is", SEEN));
    }

    @Test
    void allThatWaitAreRefusedWhenTheWriterEnds() throws Exception {
        Job<String> first = offer("ann", face("ann", "1"));
        Job<String> laidAside = offer("ann", face("ann", "2"));
        Batch batch = waiting.next(state, () -> SEEN);
        Job<String> late = offer("bob", face("bob", "1"));
        waiting.refuse(new UserError(503, "It ends."));
        assertThat(laidAside.done()).isCompletedExceptionally();
        assertThat(late.done()).isCompletedExceptionally();
        assertThat(first.done()).as("under way").isNotDone();
        batch.succeed(SEEN);
        assertThat(first.done()).isCompleted();
    }

    private Job<String> offer(String id, Change change) {
        Job<String> job = new Job<>(new Write<>(id, now -> Plan.of(id, change)));
        waiting.offer(job);
        return job;
    }

    private List<String> keys() throws InterruptedException {
        return waiting.next(state, () -> SEEN).changes().stream()
                .map(change -> change.key().text())
                .toList();
    }

    private static Change face(String person, String face) {
        return new Change(new GalleryKey.OfFace(person, face), null);
    }
}
