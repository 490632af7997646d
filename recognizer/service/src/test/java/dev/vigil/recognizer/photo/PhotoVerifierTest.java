package dev.vigil.recognizer.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.match.FalseMatchCurve;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhotoVerifierTest {
    private static final FalseMatchCurve CURVE = new FalseMatchCurve(
            List.of(new FalseMatchCurve.Point(.34, 1e-3), new FalseMatchCurve.Point(.42, 1e-4)), "still", true);

    private final PhotoVerifier verifier = new PhotoVerifier(new Photos(), CURVE);

    private Verification verify(String a, String b, double falseMatchRate) {
        return verifier.verify(Photos.of(a), Photos.of(b), falseMatchRate);
    }

    @Test
    void theThresholdFollowsTheWantedFalseMatchRate() {
        assertThat(verify("anna", "anna", 1e-4).threshold()).isEqualTo(.42f);
        assertThat(verify("anna", "anna", 1e-3).threshold()).isEqualTo(.34f);
        assertThat(verify("anna", "anna", 1e-3).extrapolated()).isFalse();
        assertThat(verify("anna", "anna", 1e-6).extrapolated()).isTrue();
    }

    @Test
    void sameAndDifferentPeopleAreToldApart() {
        assertThat(verify("anna", "anna", 1e-4).same()).isTrue();
        Verification different = verify("anna", "bob", 1e-4);
        assertThat(different.same()).isFalse();
        assertThat(different.score()).isZero();
        assertThat(different.faces()).extracting(FaceView::photo).containsExactly("a", "b");
    }

    @Test
    void thePhotoAtFaultIsNamed() {
        assertThatThrownBy(() -> verify("anna", "", 1e-4))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("There is no face in photo b");
        assertThatThrownBy(() -> verify("anna bob", "anna", 1e-4))
                .hasMessageStartingWith("There are 2 faces in photo a: crop it");
        assertThatThrownBy(() -> verify("unreadable", "anna", 1e-4)).hasMessage("Photo a: This is no picture.");
    }
}
