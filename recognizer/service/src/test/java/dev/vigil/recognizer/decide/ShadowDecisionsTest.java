package dev.vigil.recognizer.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.track.Faces;
import dev.vigil.runtime.embedding.Embedding;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShadowDecisionsTest {
    private static final String YOUNG = "another-128";
    private static final Embedding ADA = Faces.person(1, 0);
    private static final Embedding BOB = Faces.person(2, 0);
    private static final Embedding STRANGER = Faces.person(9, 0);

    private final DecideRig rig = new DecideRig();
    private final FakeGallery young = new FakeGallery();

    @BeforeEach
    void enrol() {
        rig.gallery.enrol("ada", ADA).enrol("bob", BOB);
        young.enrol("ada", ADA).enrol("bob", BOB);
        rig.gallery.others.put(YOUNG, young);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private double count(String outcome) {
        Counter counter = rig.registry
                .find("vigil.shadow.decisions")
                .tag("outcome", outcome)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private void seen(int track, Embedding active, Embedding shadow) {
        rig.pipe(new Sighted(track).shadowed(YOUNG, shadow).shot(active)).ask();
    }

    @Test
    void whatASecondEmbedderWouldHaveDecidedIsComparedWithEachDecision() {
        seen(0, ADA, ADA);
        seen(1, ADA, BOB);
        seen(2, ADA, STRANGER);
        seen(3, STRANGER, ADA);
        seen(4, STRANGER, STRANGER);

        assertThat(count("same-person")).isEqualTo(1);
        assertThat(count("other-person")).isEqualTo(1);
        assertThat(count("active-only")).isEqualTo(1);
        assertThat(count("shadow-only")).isEqualTo(1);
        assertThat(count("both-nobody")).isEqualTo(1);
        assertThat(rig.recognitions())
                .as("the second embedder decides nothing")
                .extracting(Recognition::decision)
                .containsExactly(Decision.MATCH, Decision.MATCH, Decision.MATCH, Decision.UNKNOWN, Decision.UNKNOWN);
    }

    @Test
    void aGalleryThatGivesNoSecondOpinionHoldsNoDecisionUpAndIsAskedAgainAfterAWhile() {
        young.away = true;
        seen(0, ADA, ADA);
        assertThat(rig.recognitions()).hasSize(1);
        assertThat(count("not-searched")).isEqualTo(1);

        young.away = false;
        seen(1, ADA, ADA);
        assertThat(young.batches).as("it rests").isEmpty();
        rig.pass(Duration.ofSeconds(10));
        seen(2, ADA, ADA);
        assertThat(count("same-person")).isEqualTo(1);
        assertThat(count("not-searched")).isEqualTo(2);
    }

    @Test
    void aSecondModelOfWhichNobodyHasAFaceYetIsNotSaidToDisagree() {
        young.people.clear();
        seen(0, ADA, ADA);
        assertThat(count("not-searched")).isEqualTo(1);
    }

    @Test
    void withoutASecondEmbedderNothingIsCompared() {
        rig.pipe(new Sighted(0).shot(ADA)).ask();
        assertThat(rig.registry.find("vigil.shadow.decisions").counter()).isNull();
    }
}
