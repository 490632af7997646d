package dev.vigil.lab.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.lab.evaluate.IdentificationLists.Entry;
import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.match.FalseMatchCurve;
import dev.vigil.vision.match.FalseMatchCurve.Point;
import dev.vigil.vision.match.Thresholds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ada is enrolled at 0 degrees, Bob at 90. */
class IdentificationEvaluationTest {
    private static final FalseMatchCurve CURVE =
            new FalseMatchCurve(List.of(new Point(.5, 1e-1), new Point(.9, 1e-3)), "still", true);
    private static final IdentificationEvaluation.Rule RULE =
            new IdentificationEvaluation.Rule(CURVE, .003, quality -> quality.score() < .5f);

    @TempDir
    private Path folder;

    private static IdentificationLists lists(List<Entry> known, List<Entry> unknown) {
        return new IdentificationLists(List.of(new Entry("ada", "ada/0"), new Entry("bob", "bob/90")), known, unknown);
    }

    private static List<Entry> strangers(int... angles) {
        List<Entry> entries = new ArrayList<>();
        for (int angle : angles) {
            entries.add(new Entry("s" + angle, "s/" + angle));
        }
        return entries;
    }

    private static IdentificationReport report(IdentificationLists lists, EmbeddedImages embedded) {
        return new IdentificationEvaluation(lists, embedded, RULE)
                .report(Map.of(), GroupLabels.NONE, "by hand", "some-model");
    }

    @Test
    void ratesAreThoseWorkedByHand() {
        // strangers' best scores: cos 20, cos 40, and eight of cos 45; known: cos 10, cos 30, and 60 nearer to bob
        IdentificationLists lists = lists(
                List.of(new Entry("ada", "ada/10"), new Entry("ada", "ada/30"), new Entry("ada", "ada/60")),
                strangers(-20, 130, -45, 135, 225, 45, -45, -45, 45, 45));
        IdentificationReport report = report(lists, Samples.angles(lists.images()));
        assertThat(report.rank1()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(report.cmc()).hasSize(2).last().isEqualTo(1.0);
        // one of ten: the threshold is just above cos 40 = .766, where ada/10 and ada/30 are found
        assertThat(report.thresholds().get("0.1")).isCloseTo(.76604, within(1e-4));
        assertThat(report.fnirAtFpir().get("0.1")).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(report.fnirAtFpir()).containsEntry("0.01", null).containsEntry("0.001", null);
        assertThat(report.gallery()).isEqualTo(2);
        assertThat(report.det())
                .isNotEmpty()
                .allSatisfy(point -> assertThat(point.falsePositive()).isBetween(.1, 1.0));
    }

    @Test
    void theCardsThresholdIsThatOfTheGallerysSizeAndItsRateIsMeasured() {
        IdentificationLists lists = lists(List.of(new Entry("ada", "ada/10")), strangers(-20, 180, 200, 210, 220));
        IdentificationReport report = report(lists, Samples.angles(lists.images()));
        StatedRate tenth = report.stated().get(0);
        assertThat(tenth.threshold()).isEqualTo(Thresholds.of(CURVE, .1, 2).threshold());
        assertThat(tenth.fpir()).isEqualTo(.2);
        assertThat(report.atDefault().stated()).isEqualTo(.003);
        assertThat(report.atDefault().extrapolated()).isFalse();
    }

    @Test
    void eachMatedSearchIsLostAtOneStageOnly() {
        List<Entry> known = List.of(
                new Entry("ada", "k/found"),
                new Entry("ada", "k/hidden"),
                new Entry("ada", "k/blurred"),
                new Entry("ada", "k/far"),
                new Entry("ada", "k/like-bob"),
                new Entry("cid", "k/cid"));
        IdentificationLists lists = new IdentificationLists(
                List.of(new Entry("ada", "ada"), new Entry("bob", "bob"), new Entry("cid", "cid")),
                known,
                strangers(180));
        Map<String, Acquired> acquired = new HashMap<>(Map.of(
                "ada", Samples.angle(0),
                "bob", Samples.angle(90),
                "cid", new Acquired.NoFace(),
                "k/found", Samples.angle(5),
                "k/hidden", new Acquired.NoFace(),
                "k/blurred", Samples.angle(5, .3f),
                "k/far", Samples.angle(-60),
                "k/like-bob", Samples.angle(85),
                "k/cid", Samples.angle(200)));
        acquired.put("s/180", Samples.angle(180));
        IdentificationReport report = report(lists, new EmbeddedImages(acquired, 9));
        assertThat(report.losses()).isEqualTo(new Losses(1, 1, 1, 1, 1, 1));
        assertThat(report.losses().total()).isEqualTo(report.known());
        assertThat(report.failuresToAcquire()).isEqualTo(2);
    }

    @Test
    void aProbeWithoutAFaceIsAMissAndNoFalsePositiveAndOneThatCannotBeReadIsLeftOut() {
        IdentificationLists lists = lists(
                List.of(new Entry("ada", "k/1"), new Entry("ada", "k/2")),
                List.of(new Entry("s", "s/1"), new Entry("t", "s/2"), new Entry("u", "s/3")));
        IdentificationReport report = report(
                lists,
                new EmbeddedImages(
                        Map.of(
                                "ada/0", Samples.angle(0),
                                "bob/90", Samples.angle(90),
                                "k/1", Samples.angle(1),
                                "k/2", new Acquired.NoFace(),
                                "s/1", new Acquired.NoFace(),
                                "s/2", Samples.angle(1),
                                "s/3", new Acquired.Unreadable("s/3 can't be used.")),
                        9));
        assertThat(report.rank1()).isEqualTo(.5);
        assertThat(report.unknown()).isEqualTo(2);
        assertThat(report.unreadable()).isEqualTo(1);
        assertThat(report.stated().get(0).fpir()).isEqualTo(.5);
        assertThat(report.stated().get(0).fnir()).isEqualTo(.5);
    }

    @Test
    void groupsAreToldApart() {
        IdentificationLists lists = lists(
                List.of(new Entry("ada", "ada/10"), new Entry("bob", "bob/0")),
                List.of(new Entry("s", "s/3"), new Entry("t", "t/180")));
        IdentificationReport report = new IdentificationEvaluation(lists, Samples.angles(lists.images()), RULE)
                .report(
                        Map.of(),
                        new GroupLabels(Map.of("ada", "x", "bob", "y", "s", "x", "t", "y")),
                        "by hand",
                        "some-model");
        assertThat(report.groups())
                .extracting(IdentificationReport.Group::group)
                .containsExactly("x", "y");
        assertThat(report.groups()).extracting(IdentificationReport.Group::fnir).containsExactly(0.0, 1.0);
        assertThat(report.groups()).extracting(IdentificationReport.Group::fpir).containsExactly(1.0, 0.0);
    }

    @Test
    void agreementIsWhetherTheStatedRateLiesInTheMeasuredIntervalOrSafelyAbove() {
        assertThat(StatedRate.Agreement.of(.01, new Interval(.005, .02), 1_000)).isEqualTo(StatedRate.Agreement.AGREES);
        assertThat(StatedRate.Agreement.of(.01, new Interval(.001, .004), 1_000))
                .isEqualTo(StatedRate.Agreement.SAFE);
        assertThat(StatedRate.Agreement.of(.01, new Interval(.001, .003), 1_000))
                .isEqualTo(StatedRate.Agreement.TOO_STRICT);
        assertThat(StatedRate.Agreement.of(.01, new Interval(.02, .03), 1_000)).isEqualTo(StatedRate.Agreement.TOO_LAX);
        assertThat(StatedRate.Agreement.of(.01, new Interval(0, .84), 9))
                .isEqualTo(StatedRate.Agreement.TOO_FEW_TO_TELL);
    }

    @Test
    void aSplitEnrolsOnePictureEachAndNeverSearchesWithIt() throws IOException {
        for (int person = 0; person < 9; person++) {
            Path home = Files.createDirectories(folder.resolve("p" + person));
            for (int picture = 0; picture <= person % 3; picture++) {
                Files.writeString(home.resolve(picture + ".jpg"), "");
            }
            Files.writeString(home.resolve("notes.txt"), "");
        }
        Files.createDirectories(folder.resolve("nobody"));
        PhotoFolders photos = PhotoFolders.read(folder);
        assertThat(photos.empty()).containsExactly("nobody");
        IdentificationLists lists = IdentificationLists.split(photos, 7, .5);
        assertThat(lists.gallery()).hasSize(3);
        Set<String> enrolled = lists.gallery().stream().map(Entry::person).collect(Collectors.toSet());
        assertThat(lists.known()).isNotEmpty().allMatch(entry -> enrolled.contains(entry.person()));
        assertThat(lists.unknown()).noneMatch(entry -> enrolled.contains(entry.person()));
        assertThat(new HashSet<>(lists.images())).hasSize(18).hasSameSizeAs(lists.images());
        assertThat(IdentificationLists.split(photos, 7, .5)).isEqualTo(lists);
        assertThat(IdentificationLists.split(photos, 8, .5)).isNotEqualTo(lists);
    }

    @Test
    void wrongListsAreToldWithTheirLine() throws IOException {
        Path gallery = list("gallery", "person,image", "ada,a/1.jpg");
        Path known = list("known", "person,image", "ada,a/2.jpg");
        Path unknown = list("unknown", "image", "s/1.jpg", "t.jpg");
        IdentificationLists lists = IdentificationLists.read(gallery, known, unknown);
        assertThat(lists.unknown()).containsExactly(new Entry("s", "s/1.jpg"), new Entry("t.jpg", "t.jpg"));
        refused(gallery, list("k2", "person,image", "bob,b/1.jpg"), unknown, "k2.csv:2: bob is not in the gallery");
        refused(gallery, list("k3", "person,image", "ada,a/1.jpg"), unknown, "k3.csv:2: a/1.jpg is enrolled too");
        refused(gallery, known, list("u2", "image", "a/1.jpg"), "u2.csv:2: a/1.jpg is enrolled too");
        refused(gallery, known, list("u3", "image"), "has no line below its header");
        refused(gallery, known, list("u4", "picture", "x.jpg"), "must be image");
        refused(gallery, known, folder.resolve("none.csv"), "can't be read");
    }

    private void refused(Path gallery, Path known, Path unknown, String sentence) {
        assertThatThrownBy(() -> IdentificationLists.read(gallery, known, unknown))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(sentence);
    }

    private Path list(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name + ".csv"), "\uFEFF" + String.join("\r\n", lines) + "\r\n");
    }

    @Test
    void foldersWithoutPicturesAreRefused() {
        assertThatThrownBy(() -> PhotoFolders.read(folder)).hasMessageContaining("no folder with pictures");
        assertThatThrownBy(() -> PhotoFolders.read(folder.resolve("gone"))).hasMessageContaining("There is no folder");
    }
}
