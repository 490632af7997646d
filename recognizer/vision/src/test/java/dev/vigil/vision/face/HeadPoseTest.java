package dev.vigil.vision.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadPoseTest {
    /** The average head itself looks down by this. */
    private static final double LEVEL = 10.5;

    @ParameterizedTest
    @CsvSource({"0,0,0", "30,0,0", "-45,0,0", "0,20,0", "0,-25,0", "0,0,35", "0,0,-120", "40,-15,25", "-60,30,-170"})
    void recoversThePoseOfAnAverageHead(double yaw, double pitch, double roll) {
        HeadPose pose = HeadPose.of(seen(yaw, pitch - LEVEL, roll, 3.7, 120, 80));
        assertThat(pose.yaw()).isCloseTo((float) yaw, within(.01f));
        assertThat(pose.pitch()).isCloseTo((float) pitch, within(.01f));
        assertThat(pose.roll()).isCloseTo((float) roll, within(.01f));
    }

    @Test
    void aFaceTurnedToThePicturesRightHasItsNoseRightOfItsEyes() {
        List<Point> points = seen(30, 0, 0, 1, 0, 0).points();
        float eyes = (points.get(36).x() + points.get(45).x()) / 2;
        float nose = (points.get(31).x() + points.get(35).x()) / 2;
        assertThat(nose).isGreaterThan(eyes);
    }

    @Test
    void pointsThatAllCoincideGiveFiniteAngles() {
        HeadPose pose = HeadPose.of(new Landmarks(Collections.nCopies(68, new Point(5, 5))));
        assertThat(pose.yaw()).isFinite();
        assertThat(pose.pitch()).isFinite();
        assertThat(pose.roll()).isFinite();
    }

    /** The head turned by pitch, then yaw, then roll, and seen from far away. */
    private static Landmarks seen(double yaw, double pitch, double roll, double scale, double x, double y) {
        List<Point> points = new ArrayList<>(Collections.nCopies(68, new Point(0, 0)));
        for (int i = 0; i < HeadPose.INDICES.length; i++) {
            double[] p = HeadPose.HEAD[i];
            double sp = Math.sin(Math.toRadians(pitch));
            double cp = Math.cos(Math.toRadians(pitch));
            double[] up = {p[0], cp * p[1] - sp * p[2], sp * p[1] + cp * p[2]};
            double sy = Math.sin(Math.toRadians(yaw));
            double cy = Math.cos(Math.toRadians(yaw));
            double[] side = {cy * up[0] + sy * up[2], up[1]};
            double sr = Math.sin(Math.toRadians(roll));
            double cr = Math.cos(Math.toRadians(roll));
            points.set(HeadPose.INDICES[i], new Point((float) (x + scale * (cr * side[0] - sr * side[1])), (float)
                    (y + scale * (sr * side[0] + cr * side[1]))));
        }
        return new Landmarks(points);
    }
}
