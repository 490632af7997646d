package dev.vigil.gallery.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.search.ExactScan;
import dev.vigil.gallery.search.Query;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GalleryStateTest {
    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");
    private static final Embedding EMBEDDING = Embedding.normalised(new float[] {1, 2, 3});

    private final ExactScan engine = new ExactScan();
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
