package dev.vigil.gallery.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.gallery.client.EnrolmentWarning;
import dev.vigil.gallery.client.EnrolmentWarning.Kind;
import dev.vigil.gallery.search.Admission;
import dev.vigil.gallery.search.ExactSearch;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnrolmentSenseTest {
    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");

    private final ExactSearch engine = ExactSearch.inMemory();

    @BeforeEach
    void enrolTwo() {
        engine.admit("ann", Admission.ALWAYS);
        engine.put("ann", "a", "m", at(0));
        engine.admit("bob", Admission.ALWAYS);
        engine.put("bob", "b", "m", at(90));
    }

    @Test
    void aFaceIsComparedWithItsOwnPersonsFacesOfItsModel() {
        EnrolmentSense sense = sense(EnrolmentConfig.DEFAULTS);
        assertThat(kinds(sense.own("ann", "m", at(5)))).containsExactly(Kind.DUPLICATE);
        assertThat(sense.own("ann", "m", at(45)))
                .as("neither alike nor foreign")
                .isEmpty();
        assertThat(kinds(sense.own("ann", "m", at(80)))).containsExactly(Kind.OUTLIER);
        assertThat(sense.own("ann", "other", at(80)))
                .as("nothing to compare with")
                .isEmpty();
        assertThat(sense.own("eve", "m", at(80))).isEmpty();
        assertThat(sense.own("ann", "m", Embedding.normalised(new float[] {1, 0, 0})))
                .isEmpty();
    }

    @Test
    void theBestOtherPersonMakesAConflict() {
        EnrolmentSense sense = sense(EnrolmentConfig.DEFAULTS);
        EnrolmentWarning warning = sense.others("ann", "m", at(60)).get(0);
        assertThat(warning.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(warning.person()).isEqualTo("bob");
        assertThat(warning.face()).isEqualTo("b");
        assertThat(warning.score()).isBetween(.86f, .87f);
        assertThat(warning.sentence()).contains("'bob'").contains("0.87");
        assertThat(sense.others("ann", "m", at(20))).as("far from bob").isEmpty();
        engine.admit("bob", Admission.until(NOW));
        assertThat(sense.others("ann", "m", at(60)))
                .as("bob's consent has ended")
                .isEmpty();
    }

    @Test
    void thePolicyTellsRefusesOrDoesNotLook() {
        EnrolmentConfig strict = new EnrolmentConfig(Policy.ACCEPT, Policy.WARN, Policy.REFUSE, .95f, .34f, .5f);
        EnrolmentSense sense = sense(strict);
        assertThat(sense.own("ann", "m", at(5)))
                .as("duplicates are not looked for")
                .isEmpty();
        List<EnrolmentWarning> conflict = sense.others("ann", "m", at(60));
        assertThatThrownBy(() -> sense.admit(conflict, Set.of()))
                .isInstanceOfSatisfying(
                        UserError.class, e -> assertThat(e.status()).isEqualTo(409))
                .hasMessageContaining("?accept=conflict");
        assertThat(sense.admit(conflict, Set.of(Kind.CONFLICT))).isEqualTo(conflict);
        List<EnrolmentWarning> outlier = sense.own("ann", "m", at(80));
        assertThat(sense.admit(outlier, Set.of())).isEqualTo(outlier);
    }

    @Test
    void aBoundIsACosine() {
        assertThatThrownBy(() -> new EnrolmentConfig(Policy.WARN, Policy.WARN, Policy.WARN, 95, .34f, .5f))
                .hasMessageContaining("gallery.enrolment.duplicateScore");
    }

    private EnrolmentSense sense(EnrolmentConfig config) {
        return new EnrolmentSense(engine, config, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static List<Kind> kinds(List<EnrolmentWarning> warnings) {
        return warnings.stream().map(EnrolmentWarning::kind).toList();
    }

    private static Embedding at(double degrees) {
        double radians = Math.toRadians(degrees);
        return Embedding.normalised(new float[] {(float) Math.cos(radians), (float) Math.sin(radians)});
    }
}
