package dev.vigil.lab.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.vision.face.Box;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackingMeasuresTest {
    private final List<TruthFace> truth = new ArrayList<>();
    private final List<TrackedFace> seen = new ArrayList<>();

    private static Box at(double x) {
        return new Box((float) x, 0, 100, 100);
    }

    private void person(String name, int frame, double x) {
        truth.add(new TruthFace(frame, name, 0, at(x), 1));
    }

    private void track(String id, int frame, double x) {
        seen.add(new TrackedFace(frame, id, at(x)));
    }

    private TrackingReport report() {
        return new TrackingMeasures().add(100, truth, seen).report();
    }

    @Test
    void aPerfectTrackerScoresOneEverywhere() {
        for (int f = 0; f < 10; f++) {
            person("ada", f, 0);
            person("bob", f, 300);
            track("1", f, 0);
            track("2", f, 300);
        }

        TrackingReport report = report();

        assertThat(List.of(report.hota(), report.deta(), report.assa(), report.idf1(), report.mota(), report.motp()))
                .allSatisfy(value -> assertThat(value).isCloseTo(1, within(1e-9)));
        assertThat(report.inOneTrack()).isEqualTo(2);
        assertThat(report.idSwitches() + report.namesSwitched() + report.misses() + report.falsePositives())
                .isZero();
    }

    /** One track for two halves of two people's lives: both switch, and so does the name that the track bears. */
    @Test
    void countsTheNamesThatATrackTakesAlongToSomebodyElse() {
        for (int f = 0; f < 10; f++) {
            person("ada", f, 0);
            person("bob", f, 300);
            track("1", f, f < 5 ? 0 : 300);
            track("2", f, f < 5 ? 300 : 0);
        }

        TrackingReport report = report();

        assertThat(report.idSwitches()).isEqualTo(2);
        assertThat(report.namesSwitched()).isEqualTo(2);
        assertThat(report.mixedTracks()).isEqualTo(2);
        assertThat(report.mota()).isCloseTo(1 - 2 / 20.0, within(1e-9));
        assertThat(report.idf1()).isCloseTo(.5, within(1e-9));
        assertThat(report.deta()).isCloseTo(1, within(1e-9));
        assertThat(report.assa()).as("5 of 15 for each pair").isCloseTo(1 / 3.0, within(1e-9));
        assertThat(report.hota()).isCloseTo(Math.sqrt(1 / 3.0), within(1e-9));
    }

    /** A track that breaks: the halves are both right, yet the identity has two. */
    @Test
    void tellsASwitchFromAFragmentation() {
        for (int f = 0; f < 12; f++) {
            person("ada", f, 0);
            if (f < 4 || f > 5) {
                track(f < 8 ? "1" : "2", f, 0);
            }
        }

        TrackingReport report = report();

        assertThat(report.misses()).isEqualTo(2);
        assertThat(report.fragmentations()).as("after the two frames without").isEqualTo(1);
        assertThat(report.idSwitches()).as("from 1 to 2").isEqualTo(1);
        assertThat(report.namesSwitched()).isZero();
        assertThat(report.split()).isEqualTo(1);
        assertThat(report.idf1()).as("2 * 6 / (12 + 10)").isCloseTo(12 / 22.0, within(1e-9));
    }

    @Test
    void neitherDemandsNorPunishesAFaceThatIsMostlyHidden() {
        for (int f = 0; f < 10; f++) {
            truth.add(new TruthFace(f, "ada", 0, at(0), f < 5 ? 1 : .4f));
            track("1", f, 0);
        }

        TrackingReport report = report();

        assertThat(report.truths()).isEqualTo(5);
        assertThat(report.falsePositives()).isZero();
        assertThat(report.mota()).isEqualTo(1);
    }

    @Test
    void keepsACorrespondenceThatStillHoldsThoughAnotherOverlapsMore() {
        person("ada", 0, 0);
        track("1", 0, 10);
        person("ada", 1, 0);
        track("1", 1, 20);
        track("2", 1, 1);

        TrackingReport report = report();

        assertThat(report.idSwitches()).isZero();
        assertThat(report.falsePositives()).isEqualTo(1);
    }

    @Test
    void takesEachClipsIdentitiesAndTracksForItself() {
        person("ada", 0, 0);
        track("1", 0, 0);

        TrackingReport report =
                new TrackingMeasures().add(1, truth, seen).add(1, truth, seen).report();

        assertThat(report.tracks()).isEqualTo(2);
        assertThat(report.idf1()).isEqualTo(1);
        assertThat(report.frames()).isEqualTo(2);
    }

    @Test
    void saysHowLongAFaceWasThereBeforeItWasSeen() {
        for (int f = 0; f < 6; f++) {
            person("ada", f, 0);
            if (f >= 2) {
                track("1", f, 0);
            }
        }

        assertThat(report().meanDelayFrames()).isEqualTo(2);
    }

    @Test
    void isNoughtWhereNothingWasSeenAndWhereThereIsNothing() {
        assertThat(report().hota()).isZero();
        person("ada", 0, 0);
        person("ada", 1, 0);
        person("ada", 2, 0);

        TrackingReport report = report();

        assertThat(report.idf1() + report.hota() + report.mota()).isZero();
        assertThat(report.unseen()).isEqualTo(1);
    }
}
