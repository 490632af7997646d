package dev.vigil.gallery.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.MergeIntent;
import dev.vigil.gallery.event.Negative;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.search.ExactSearch;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MergeStepsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");
    private static final MergeIntent MERGE = new MergeIntent("sue", "abe", NOW);

    private final GalleryState state = new GalleryState(ExactSearch.inMemory());

    @BeforeEach
    void enrol() {
        for (String id : List.of("sue", "abe")) {
            apply(new Change(new GalleryKey.OfPerson(id), new Person(id, id, "", List.of(), false, null, NOW, NOW, 1)));
        }
        for (int i = 0; i < 7; i++) {
            face("abe", "f" + i);
        }
        face("sue", "f3"); // the same photo
        face("sue", "own");
        apply(new Change(new GalleryKey.OfNegative("abe", "n"), negative("abe")));
    }

    /** Any step at any time, again and again, as crashed and stale owners would: it always ends, and no face is ever in neither. */
    @Test
    void inWhateverOrderTheStepsComeEverythingArrivesAndNothingIsLost() {
        for (int seed = 0; seed < 200; seed++) {
            MergeStepsTest run = new MergeStepsTest();
            run.enrol();
            run.apply(new Change(new GalleryKey.OfMerge("sue", "abe"), MERGE));
            Random random = new Random(seed);
            for (int step = 0; run.state.merge("sue", "abe").isPresent(); step++) {
                assertThat(step).as("it ends").isLessThan(1_000);
                run.carryOut(run.any(random));
                Set<String> all = new TreeSet<>(run.state.faceIds("abe"));
                all.addAll(run.state.faceIds("sue"));
                assertThat(all).hasSize(8);
            }
            assertThat(run.state.person("abe")).isEmpty();
            assertThat(run.state.faceIds("abe")).isEmpty();
            assertThat(run.state.merging("abe")).isEmpty();
            assertThat(run.state.faceIds("sue")).hasSize(8).doesNotHaveDuplicates();
            assertThat(run.state.negatives("sue")).extracting(Negative::id).containsExactly("n");
            assertThat(run.state.person("sue").orElseThrow().version()).isEqualTo(2);
        }
    }

    private Plan<Boolean> any(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> MergeSteps.mark(state, MERGE);
            case 1 -> MergeSteps.absorb(state, MERGE);
            case 2 -> MergeSteps.end(state, MERGE, NOW);
            case 3 -> MergeSteps.unmark(state, MERGE);
            default -> {
                List<FaceTemplate> some = state.faces("abe").stream()
                        .filter(face -> random.nextInt(3) == 0)
                        .map(face -> face.with(null))
                        .toList();
                yield MergeSteps.copy(state, MERGE, some, random.nextBoolean() ? List.of() : state.negatives("abe"));
            }
        };
    }

    @Test
    void nothingIsCopiedBeforeTheMarkAndNobodyErasedBeforeAllIsCopied() {
        apply(new Change(new GalleryKey.OfMerge("sue", "abe"), MERGE));
        assertThat(copyAll().changes()).isEmpty();
        carryOut(MergeSteps.mark(state, MERGE));
        assertThat(MergeSteps.absorb(state, MERGE).changes()).isEmpty();
        assertThat(MergeSteps.end(state, MERGE, NOW).changes()).isEmpty();
        carryOut(copyAll());
        assertThat(MergeSteps.absorb(state, MERGE).changes()).hasSize(10);
        assertThat(copyAll().changes()).as("all is there").isEmpty();
    }

    @Test
    void whoIsErasedBeforeTheMarkIsNotMerged() {
        apply(new Change(new GalleryKey.OfMerge("sue", "abe"), MERGE));
        apply(new Change(new GalleryKey.OfPerson("abe"), null));
        assertThat(MergeSteps.mark(state, MERGE).changes()).isEmpty();
        carryOut(MergeSteps.end(state, MERGE, NOW));
        assertThat(state.merges()).isEmpty();
        assertThat(state.faceIds("sue")).containsExactlyInAnyOrder("f3", "own");
    }

    @Test
    void aMergeThatAnotherOneOvertakesIsGivenUp() {
        MergeIntent other = new MergeIntent("tom", "abe", NOW);
        apply(new Change(new GalleryKey.OfMerge("sue", "abe"), MERGE));
        apply(new Change(new GalleryKey.OfMerging("abe"), other));
        carryOut(MergeSteps.end(state, MERGE, NOW));
        assertThat(state.merges()).isEmpty();
        carryOut(MergeSteps.unmark(state, other));
        assertThat(state.merging("abe")).isEmpty();
    }

    @Test
    void twoThatWouldAbsorbEachOtherAreGivenUp() {
        MergeIntent back = new MergeIntent("abe", "sue", NOW);
        apply(new Change(new GalleryKey.OfMerge("sue", "abe"), MERGE));
        apply(new Change(new GalleryKey.OfMerge("abe", "sue"), back));
        assertThat(MergeSteps.mark(state, MERGE).changes()).isEmpty();
        assertThat(MergeSteps.mark(state, back).changes()).isEmpty();
        carryOut(MergeSteps.end(state, MERGE, NOW));
        carryOut(MergeSteps.mark(state, back));
        assertThat(state.merging("sue")).contains(back);
    }

    @Test
    void whoIsBeingMergedDoesNotChange() {
        apply(new Change(new GalleryKey.OfMerge("sue", "abe"), MERGE));
        refused(new Change(new GalleryKey.OfPerson("sue"), null));
        Guard.check(state, Plan.of("", new Change(new GalleryKey.OfFace("abe", "f0"), null)));
        carryOut(MergeSteps.mark(state, MERGE));
        refused(new Change(new GalleryKey.OfFace("abe", "f0"), null));
        refused(new Change(new GalleryKey.OfPerson("abe"), null));
        Guard.check(state, Plan.of("", new Change(new GalleryKey.OfFace("sue", "own"), null)));
        Guard.check(state, copyAll());
        carryOut(copyAll());
        Guard.check(state, MergeSteps.absorb(state, MERGE));
    }

    private void refused(Change change) {
        assertThatThrownBy(() -> Guard.check(state, Plan.of("", change)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is being merged");
    }

    private Plan<Boolean> copyAll() {
        List<FaceTemplate> whole =
                state.faces("abe").stream().map(face -> face.with(null)).collect(Collectors.toList());
        return MergeSteps.copy(state, MERGE, whole, state.negatives("abe"));
    }

    private void carryOut(Plan<?> plan) {
        plan.changes().forEach(this::apply);
    }

    private void face(String person, String id) {
        FaceTemplate face = new FaceTemplate(id, person, "m", embedding(id), "photo-" + id, 0.5f, null, NOW);
        apply(new Change(new GalleryKey.OfFace(person, id), face));
    }

    private static Negative negative(String person) {
        return new Negative("n", person, "m", embedding("n"), "photo-n", NOW);
    }

    private static Embedding embedding(String id) {
        return Embedding.normalised(new float[] {1, id.hashCode() % 13, 2, 3});
    }

    private void apply(Change change) {
        state.apply(change.key(), change.value() == null ? null : Json.bytes(change.value()));
    }
}
