package dev.vigil.vision.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaceChoiceTest {
    private static final Quality QUALITY = new Quality(1, 40, 100, 120, 0, 0, 0);

    private static Face face(float x, float y, float side) {
        return new Face(new Box(x, y, side, side), .9f, Collections.nCopies(5, new Point(x, y)), QUALITY);
    }

    @Test
    void prefersTheSubjectInTheMiddleToALargerFaceAtTheEdge() {
        Face subject = face(80, 80, 90);
        Face passerBy = face(0, 0, 100);
        assertThat(FaceChoice.central(List.of(passerBy, subject), 250, 250)).contains(subject);
        assertThat(FaceChoice.largest(List.of(passerBy, subject))).contains(passerBy);
    }

    @Test
    void prefersALargeFaceToASmallOneThatIsALittleNearerToTheMiddle() {
        Face large = face(60, 70, 100);
        Face small = face(115, 115, 20);
        assertThat(FaceChoice.central(List.of(large, small), 250, 250)).contains(large);
    }

    @Test
    void choosesNothingFromNothing() {
        assertThat(FaceChoice.central(List.of(), 250, 250)).isEmpty();
        assertThat(FaceChoice.largest(List.of())).isEmpty();
    }
}
