package dev.vigil.gallery.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigil.gallery.client.NewNegative;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.client.NewWatchlist;
import dev.vigil.gallery.client.Parted;
import dev.vigil.gallery.event.Consent;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.Negative;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.event.Severity;
import dev.vigil.gallery.event.Watchlist;
import dev.vigil.gallery.log.Change;
import dev.vigil.gallery.log.GalleryLog;
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

    private static final NewWatchlist GUESTS =
            new NewWatchlist("Guests", Severity.INFO, null, null, List.of(), null, null);

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
        FaceTemplate one = carryOut(Faces.enrol(state, "ann", Vectors.face(1), 10, Precondition.NONE, NOW))
                .value();
        FaceTemplate two = carryOut(Faces.enrol(state, "ann", Vectors.face(2), 10, Precondition.NONE, NOW))
                .value();
        carryOut(Faces.enrol(state, "bob", Vectors.face(3), 10, Precondition.NONE, NOW));
        Negative negative = carryOut(
                        Negatives.add(state, "ann", new NewNegative(Vectors.MODEL, Vectors.of(4), "photo-4"), NOW))
                .value();
        assertThat(People.erase(state, "ann", Precondition.NONE).changes())
                .containsExactlyInAnyOrder(
                        new Change(new GalleryKey.OfPerson("ann"), null),
                        new Change(new GalleryKey.OfFace("ann", one.id()), null),
                        new Change(new GalleryKey.OfFace("ann", two.id()), null),
                        new Change(new GalleryKey.OfNegative("ann", negative.id()), null));
        refused(404, () -> People.erase(state, "eve", Precondition.NONE));
    }

    @Test
    void thePhotoMakesTheFace() {
        carryOut(People.put(state, "ann", NewPerson.named("Ann"), Precondition.NONE, NOW));
        FaceTemplate face = carryOut(Faces.enrol(state, "ann", Vectors.face(1), 2, Precondition.NONE, NOW))
                .value();
        Plan<Saved<FaceTemplate>> again = Faces.enrol(state, "ann", Vectors.face(1), 2, Precondition.NONE, LATER);
        assertThat(again.changes()).isEmpty();
        assertThat(again.result()).isEqualTo(new Saved<>(face, false));
        assertThat(Faces.id("m", "a")).isNotEqualTo(Faces.id("m2", "a")).isNotEqualTo(Faces.id("m", "b"));
        carryOut(Faces.enrol(state, "ann", Vectors.face(2), 2, Precondition.NONE, NOW));
        refused(422, () -> Faces.enrol(state, "ann", Vectors.face(3), 2, Precondition.NONE, NOW));
        refused(404, () -> Faces.enrol(state, "eve", Vectors.face(3), 2, Precondition.NONE, NOW));
        refused(404, () -> Faces.remove(state, "ann", "nope", Precondition.NONE));
        refused(404, () -> Faces.remove(state, "eve", face.id(), Precondition.NONE));
    }

    @Test
    void aPersonIsOnlyOnWatchlistsThatExist() {
        NewPerson listed = new NewPerson("Ann", "", List.of("vip"), false, null);
        refused(422, () -> People.put(state, "ann", listed, Precondition.NONE, NOW));
        Saved<Watchlist> vip = carryOut(Watchlists.put(state, "vip", GUESTS, Precondition.NONE, NOW));
        assertThat(vip)
                .isEqualTo(new Saved<>(
                        new Watchlist("vip", "Guests", Severity.INFO, null, null, List.of(), null, null, NOW, NOW, 1),
                        true));
        assertThat(Watchlists.put(state, "vip", GUESTS, Precondition.NONE, LATER)
                        .changes())
                .isEmpty();
        carryOut(People.put(state, "ann", listed, Precondition.NONE, NOW));
        refused(409, () -> Watchlists.remove(state, "vip", Precondition.NONE));
        carryOut(People.put(state, "ann", NewPerson.named("Ann"), Precondition.NONE, NOW));
        carryOut(Watchlists.remove(state, "vip", match("\"1\"")));
        refused(404, () -> Watchlists.remove(state, "vip", Precondition.NONE));
    }

    @Test
    void aPatchChangesWhatItNamesAndNothingElse() throws Exception {
        Consent consent = new Consent("visit", NOW);
        carryOut(People.put(
                state, "ann", new NewPerson("Ann", "note", List.of(), true, consent), Precondition.NONE, NOW));
        Person renamed = carryOut(patch("{\"name\":\"Anna\"}")).value();
        assertThat(People.wantedOf(renamed)).isEqualTo(new NewPerson("Anna", "note", List.of(), true, consent));
        assertThat(patch("{\"name\":\"Anna\"}").changes()).isEmpty();
        assertThat(patch("{\"consent\":{\"until\":null}}").result().value().consent())
                .isEqualTo(new Consent("visit", null));
        assertThat(patch("{\"consent\":null,\"note\":null}").result().value())
                .satisfies(person -> assertThat(person.consent()).isNull())
                .satisfies(person -> assertThat(person.note()).isEmpty());
        refused(400, () -> patch("{\"name\":null}"));
        refused(400, () -> patch("{\"nmae\":\"x\"}"));
        refused(422, () -> patch("{\"watchlists\":[\"vip\"]}"));
        assertThat(People.wantedOf(state.person("ann").orElseThrow())).isEqualTo(People.wantedOf(renamed));
    }

    private Plan<Saved<Person>> patch(String json) throws Exception {
        return People.patch(state, "ann", (ObjectNode) Json.mapper().readTree(json), Precondition.NONE, LATER);
    }

    @Test
    void aRequestThatComesTwiceCreatesOnePerson() {
        Saved<Person> first = carryOut(People.create(state, "key", NewPerson.named("Ann"), NOW));
        Plan<Saved<Person>> again = People.create(state, "key", NewPerson.named("Ann"), LATER);
        assertThat(again).isEqualTo(Plan.nothing(new Saved<>(first.value(), false)));
        refused(422, () -> People.create(state, "key", NewPerson.named("Bob"), LATER));
        carryOut(People.put(state, "key", NewPerson.named("Anna"), Precondition.NONE, LATER));
        assertThat(People.create(state, "key", NewPerson.named("Ann"), LATER)
                        .result()
                        .value()
                        .name())
                .as("it has been changed since")
                .isEqualTo("Anna");
    }

    @Test
    void aSplitMovesFacesInOneTransactionAndComesOnce() {
        Consent consent = new Consent("visit", LATER);
        carryOut(People.put(state, "ann", new NewPerson("Ann", "", List.of(), false, consent), Precondition.NONE, NOW));
        for (int i = 1; i <= 3; i++) {
            carryOut(Faces.enrol(state, "ann", Vectors.face(i), 10, Precondition.NONE, NOW));
        }
        List<FaceTemplate> all =
                state.faces("ann").stream().map(face -> face.with(null)).toList();
        List<FaceTemplate> two = all.subList(1, 3);
        refused(422, () -> split(all));
        refused(422, () -> split(List.of(two.get(0), named(two.get(0), "nope"))));
        refused(412, () -> Splits.split(state, "ann", "new", two, NewPerson.named("Eve"), match("\"9\""), LATER));
        Plan<Saved<Parted>> plan = split(two);
        assertThat(plan.changes()).hasSize(6);
        Parted parted = carryOut(plan).value();
        assertThat(parted.created().name()).isEqualTo("Eve");
        assertThat(parted.created().consent())
                .as("nothing is held longer than before")
                .isEqualTo(consent);
        assertThat(parted.person().version()).isEqualTo(2);
        assertThat(state.faceIds("ann")).containsExactly(all.get(0).id());
        assertThat(state.faces("new"))
                .extracting(face -> face.embedding())
                .containsExactlyInAnyOrder(two.get(0).embedding(), two.get(1).embedding());
        assertThat(split(two).changes()).as("the same once more").isEmpty();
        refused(422, () -> split(List.of(all.get(0))));
    }

    private Plan<Saved<Parted>> split(List<FaceTemplate> faces) {
        return Splits.split(state, "ann", "new", faces, NewPerson.named("Eve"), Precondition.NONE, LATER);
    }

    private static FaceTemplate named(FaceTemplate f, String id) {
        return new FaceTemplate(
                id, f.person(), f.model(), f.embedding(), f.source(), f.quality(), f.crop(), f.createdAt());
    }

    @Test
    void aNeighbourLiesInThePersonsPartition() {
        for (Idempotency each : List.of(new Idempotency(null), new Idempotency("a key"))) {
            String id = Splits.neighbour("ann", each, 12);
            assertThat(GalleryLog.partition(id, 12)).isEqualTo(GalleryLog.partition("ann", 12));
        }
        assertThat(Splits.neighbour("ann", new Idempotency("a key"), 12))
                .isEqualTo(Splits.neighbour("ann", new Idempotency("a key"), 12))
                .isNotEqualTo(Splits.neighbour("ann", new Idempotency("another"), 12));
    }

    @Test
    void aPersonIsPutOnAWatchlistAndTakenOffItWithoutTouchingTheOthers() {
        for (String id : List.of("vip", "staff")) {
            carryOut(Watchlists.put(state, id, GUESTS, Precondition.NONE, NOW));
        }
        carryOut(People.put(state, "ann", NewPerson.named("Ann"), Precondition.NONE, NOW));
        carryOut(People.list(state, "ann", "vip", true, NOW));
        carryOut(People.list(state, "ann", "staff", true, NOW));
        assertThat(People.list(state, "ann", "vip", true, NOW).changes()).isEmpty();
        assertThat(carryOut(People.list(state, "ann", "vip", false, NOW)).watchlists())
                .containsExactly("staff");
        refused(404, () -> People.list(state, "ann", "nope", true, NOW));
        refused(404, () -> People.list(state, "eve", "vip", true, NOW));
    }

    @Test
    void theListOfFacesHasATagThatEveryChangeChanges() {
        carryOut(People.put(state, "ann", NewPerson.named("Ann"), Precondition.NONE, NOW));
        String empty = Faces.tag(state.faceIds("ann"));
        FaceTemplate face = carryOut(Faces.enrol(state, "ann", Vectors.face(1), 9, match(empty), NOW))
                .value();
        refused(412, () -> Faces.enrol(state, "ann", Vectors.face(2), 9, match(empty), NOW));
        refused(412, () -> Faces.remove(state, "ann", face.id(), match(empty)));
        carryOut(Faces.remove(state, "ann", face.id(), match(Faces.tag(List.of(face.id())))));
        assertThat(Faces.tag(state.faceIds("ann"))).isEqualTo(empty);
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
