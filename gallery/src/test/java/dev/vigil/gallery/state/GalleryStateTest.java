package dev.vigil.gallery.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.search.ExactSearch;
import dev.vigil.gallery.search.Query;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GalleryStateTest {
    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");
    private static final Embedding EMBEDDING = Embedding.normalised(new float[] {1, 2, 3});

    private final ExactSearch engine = ExactSearch.inMemory();
    private final GalleryState state = new GalleryState(engine);

    @Test
    void aFaceWhosePersonIsNotReadYetIsNotSearched() {
        apply(face("ann", "f1"));
        assertThat(found()).isZero();
        apply(person("ann"));
        assertThat(found()).isOne();
    }

    @Test
    void aPersonsTombstoneTakesTheFacesAtOnce() {
        apply(person("ann"));
        apply(face("ann", "f1"));
        apply(face("ann", "f2"));
        assertThat(state.faceCount()).isEqualTo(2);
        state.apply(new GalleryKey.OfPerson("ann"), null);
        assertThat(found()).isZero();
        assertThat(state.people()).isEmpty();
        assertThat(state.faces("ann")).isEmpty();
        assertThat(state.peopleCount()).isZero();
        assertThat(state.faceCount()).isZero();
        state.apply(new GalleryKey.OfFace("ann", "f1"), null);
        assertThat(state.faceCount()).isZero();
    }

    @Test
    void aFaceIsReplacedAndRemoved() {
        apply(person("ann"));
        apply(face("ann", "f1"));
        apply(face("ann", "f1"));
        assertThat(state.faces("ann")).hasSize(1);
        assertThat(state.faceCount()).isOne();
        state.apply(new GalleryKey.OfFace("ann", "f1"), null);
        assertThat(state.face("ann", "f1")).isEmpty();
        assertThat(found()).isZero();
    }

    @Test
    void whatCantBeReadChangesNothing() {
        apply(person("ann"));
        byte[] broken = "{\"id\":\"ann\"".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> state.apply(new GalleryKey.OfPerson("ann"), broken))
                .isInstanceOf(RuntimeException.class);
        assertThat(state.person("ann")).isPresent();
    }

    @Test
    void aFaceIsHeldWithoutItsCropAndSaysWhereThatLies() {
        apply(person("ann"));
        Base64Bytes crop = Base64Bytes.of(new byte[] {1, 2, 3});
        String hash = "0f".repeat(32);
        for (String source : List.of(hash, "photo", "ü".repeat(100), "F".repeat(64))) {
            FaceTemplate face = new FaceTemplate(
                    "f1", "ann", "m", EMBEDDING, source, 0.25f, crop, Instant.parse("2026-11-24T06:00:00.123456789Z"));
            state.apply(new GalleryKey.OfFace("ann", "f1"), Json.bytes(face), new Place(11, 1L << 40));
            HeldFace held = state.face("ann", "f1").orElseThrow();
            assertThat(held.place()).isEqualTo(new Place(11, 1L << 40));
            assertThat(held.cropped()).isTrue();
            assertThat(held.with(crop)).isEqualTo(face);
        }
        apply(face("ann", "f2"));
        assertThat(state.face("ann", "f2").orElseThrow().cropped()).isFalse();
        assertThat(state.faceIds("ann")).containsExactlyInAnyOrder("f1", "f2");
    }

    @Test
    void aLongSourceIsForgottenWithItsFace() {
        apply(person("ann"));
        FaceTemplate face = new FaceTemplate("f1", "ann", "m", EMBEDDING, "x".repeat(200), 0.5f, null, NOW);
        apply(face);
        state.apply(new GalleryKey.OfPerson("ann"), null);
        assertThat(state.longSources()).isEmpty();
        apply(face);
        state.apply(new GalleryKey.OfFace("ann", "f1"), null);
        assertThat(state.longSources()).isEmpty();
    }

    @Test
    void whoIsOnAWatchlistIsCounted() {
        apply(onLists("ann", "vip", "staff"));
        apply(onLists("bob", "vip"));
        assertThat(state.peopleOn("vip")).isEqualTo(2);
        apply(onLists("ann", "staff"));
        assertThat(state.peopleOn("vip")).isOne();
        state.apply(new GalleryKey.OfPerson("bob"), null);
        state.apply(new GalleryKey.OfPerson("bob"), null);
        assertThat(state.peopleOn("vip")).isZero();
        assertThat(state.peopleOn("staff")).isOne();
    }

    @Test
    void aRecordUnderTheKeyOfAnotherIsRefused() {
        assertThatThrownBy(() -> state.apply(new GalleryKey.OfPerson("bob"), Json.bytes(person("ann"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> state.apply(new GalleryKey.OfFace("bob", "f1"), Json.bytes(face("ann", "f1"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(state.peopleCount() + state.faceCount()).isZero();
    }

    private static Person onLists(String id, String... watchlists) {
        return new Person(id, "Ann", "", List.of(watchlists), false, null, NOW, NOW, 1);
    }

    private int found() {
        return engine.search(new Query("m", List.of(EMBEDDING), 5, NOW))
                .hits()
                .get(0)
                .size();
    }

    private void apply(Person person) {
        state.apply(new GalleryKey.OfPerson(person.id()), Json.bytes(person));
    }

    private void apply(FaceTemplate face) {
        state.apply(new GalleryKey.OfFace(face.person(), face.id()), Json.bytes(face));
    }

    private static Person person(String id) {
        return new Person(id, "Ann", "", List.of(), false, null, NOW, NOW, 1);
    }

    private static FaceTemplate face(String person, String id) {
        return new FaceTemplate(id, person, "m", EMBEDDING, "photo", 0.5f, null, NOW);
    }
}
