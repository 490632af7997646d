package dev.vigil.recognizer.see;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.recognizer.track.Faces;
import dev.vigil.vision.face.Box;
import dev.vigil.vision.face.Face;
import dev.vigil.vision.face.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoublesTest {
    private static final Face FACE = Faces.face(100, 100, .7f);

    /** A box over a part of the face; its landmarks lie so far off. */
    private static Face part(float off) {
        List<Point> points = FACE.landmarks().stream()
                .map(p -> new Point(p.x() + off, p.y() + off))
                .toList();
        return new Face(new Box(95, 95, 50, 50), .7f, points, FACE.quality());
    }

    @Test
    void findsABoxWhoseLandmarksFallOnAnothersFace() {
        assertThat(Doubles.in(List.of(FACE, part(3)))).containsExactly(false, true);
    }

    @Test
    void keepsAFaceBesideAnotherAndOneThatTheyOverlap() {
        assertThat(Doubles.in(List.of(FACE, Faces.face(160, 100, .7f), part(20))))
                .containsOnly(false);
    }

    @Test
    void keepsASmallFaceInFrontOfALargeOne() {
        assertThat(Doubles.in(List.of(FACE, Faces.face(100, 118, 20, .5f, 8)))).containsOnly(false);
    }

    @Test
    void measuresOnlyByFacesThatStay() {
        Face near = part(8);
        List<Point> farther = FACE.landmarks().stream()
                .map(p -> new Point(p.x() + 16, p.y() + 16))
                .toList();
        Face third = new Face(new Box(105, 105, 50, 50), .6f, farther, FACE.quality());

        assertThat(Doubles.in(List.of(FACE, near, third))).containsExactly(false, true, false);
    }
}
