package dev.vigil.gallery.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.event.Severity;
import dev.vigil.gallery.event.Watchlist;
import dev.vigil.gallery.log.Change;
import dev.vigil.gallery.log.Plan;
import dev.vigil.gallery.search.ExactSearch;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PlansTest {
    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    private final GalleryState state = new GalleryState(ExactSearch.inMemory());

    @Test
    void versionsCountChangesAndNothingElse() {
        Saved<Person> first = carryOut(People.put(state, "ann", NewPerson.named("Ann"), Precondition.NONE, NOW));
        assertThat(first.created()).isTrue();
        assertThat(first.value().version()).isEqualTo(1);
        Plan<Saved<Person>> same = People.put(state, "ann", NewPerson.named("Ann"), Precondition.NONE, LATER);
        assertThat(same.changes()).isEmpty();
        assertThat(same.result().value()).isEqualTo(first.value());
        Saved<Person> second = carryOut(People.put(state, "ann", NewPerson.named("Anna"), Precondition.NONE, LATER));
        assertThat(second.created()).isFalse();
        assertThat(second.value().version()).isEqualTo(2);
        assertThat(second.value().createdAt()).isEqualTo(NOW);
        assertThat(second.value().updatedAt()).isEqualTo(LATER);
    }

    @Test
    void aChangeOfWhatHasChangedIsRefused() {
        carryOut(People.put(state, "ann", NewPerson.named("Ann"), Precondition.NONE, NOW));
        refused(412, () -> People.put(state, "ann", NewPerson.named("X"), match("\"2\""), NOW));
        refused(412, () -> People.put(state, "ann", NewPerson.named("X"), match("W/\"1\""), NOW));
        refused(412, () -> People.put(state, "bob", NewPerson.named("X"), match("*"), NOW));
        refused(412, () -> People.put(state, "ann", NewPerson.named("X"), new Precondition(null, true), NOW));
        refused(412, () -> People.erase(state, "ann", match("\"7\"")));
        assertThat(People.put(state, "ann", NewPerson.named("X"), match("\"3\"", "\"1\""), NOW)
                        .changes())
                .hasSize(1);
        assertThat(People.erase(state, "ann", match("*")).changes()).hasSize(1);
    }

    @Test
    void erasingTombstonesEveryKeyOfThePerson() {
        carryOut(People.put(state, "ann", NewPerson.named("Ann"), Precondition.NONE, NOW));
        carryOut(People.put(state, "bob", NewPerson.named("Bob"), Precondition.NONE, NOW));
        FaceTemplate one =
                carryOut(Faces.enrol(state, "ann", Vectors.face(1), 10, NOW)).value();
        FaceTemplate two =
                carryOut(Faces.enrol(state, "ann", Vectors.face(2), 10, NOW)).value();
        carryOut(Faces.enrol(state, "bob", Vectors.face(3), 10, NOW));
        assertThat(People.erase(state, "ann", Precondition.NONE).changes())
                .containsExactlyInAnyOrder(
                        new Change(new GalleryKey.OfPerson("ann"), null),
                        new Change(new GalleryKey.OfFace("ann", one.id()), null),
                        new Change(new GalleryKey.OfFace("ann", two.id()), null));
        refused(404, () -> People.erase(state, "eve", Precondition.NONE));
    }

    @Test
    void thePhotoMakesTheFace() {
        carryOut(People.put(state, "ann", NewPerson.named("Ann"), Precondition.NONE, NOW));
        FaceTemplate face =
                carryOut(Faces.enrol(state, "ann", Vectors.face(1), 2, NOW)).value();
        Plan<Saved<FaceTemplate>> again = Faces.enrol(state, "ann", Vectors.face(1), 2, LATER);
        assertThat(again.changes()).isEmpty();
        assertThat(again.result()).isEqualTo(new Saved<>(face, false));
        assertThat(Faces.id("m", "a")).isNotEqualTo(Faces.id("m2", "a")).isNotEqualTo(Faces.id("m", "b"));
        carryOut(Faces.enrol(state, "ann", Vectors.face(2), 2, NOW));
        refused(422, () -> Faces.enrol(state, "ann", Vectors.face(3), 2, NOW));
        refused(404, () -> Faces.enrol(state, "eve", Vectors.face(3), 2, NOW));
        refused(404, () -> Faces.remove(state, "ann", "nope"));
        refused(404, () -> Faces.remove(state, "eve", face.id()));
    }

    @Test
    void aPersonIsOnlyOnWatchlistsThatExist() {
        NewPerson listed = new NewPerson("Ann", "", List.of("vip"), false, null);
        refused(422, () -> People.put(state, "ann", listed, Precondition.NONE, NOW));
        Saved<Watchlist> vip = carryOut(Watchlists.put(state, "vip", "Guests", Severity.INFO, Precondition.NONE, NOW));
        assertThat(vip)
                .isEqualTo(new Saved<>(
                        new Watchlist("vip", "Guests", Severity.INFO, null, null, List.of(), null, null, NOW, NOW, 1),
                        true));
        assertThat(Watchlists.put(state, "vip", "Guests", Severity.INFO, Precondition.NONE, LATER)
                        .changes())
                .isEmpty();
        carryOut(People.put(state, "ann", listed, Precondition.NONE, NOW));
        refused(409, () -> Watchlists.remove(state, "vip", Precondition.NONE));
        carryOut(People.put(state, "ann", NewPerson.named("Ann"), Precondition.NONE, NOW));
        carryOut(Watchlists.remove(state, "vip", match("\"1\"")));
        refused(404, () -> Watchlists.remove(state, "vip", Precondition.NONE));
    }

    private <T> T carryOut(Plan<T> plan) {
        for (Change change : plan.changes()) {
            state.apply(change.key(), change.value() == null ? null : Json.bytes(change.value()));
        }
        return plan.result();
    }

    private static Precondition match(String... tags) {
        return new Precondition(List.of(tags), false);
    }

    private static void refused(int status, ThrowingCallable request) {
        assertThatThrownBy(request)
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.status()).isEqualTo(status));
    }
}
