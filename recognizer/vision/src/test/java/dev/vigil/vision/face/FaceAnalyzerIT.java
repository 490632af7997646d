package dev.vigil.vision.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.vision.picture.Picture;
import dev.vigil.vision.picture.TestPictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real networks on real photographs. */
class FaceAnalyzerIT {
    /** Where one impostor in ten thousand of LFW scores. */
    private static final float THRESHOLD = .42f;

    private static final String EMILY = "emily willis";

    @TempDir
    private static Path folder;

    private static FaceModels models;
    private static FaceAnalyzer analyzer;
    private static Path photos;

    @BeforeAll
    static void load() {
        photos = Samples.unpack(folder);
        models = Samples.models();
        analyzer = models.newAnalyzer(DetectorSettings.DEFAULT);
    }

    @AfterAll
    static void close() {
        analyzer.close();
        models.close();
    }

    @Test
    void findsTheOneFaceOfEveryPhotographDownToASmallOne() throws IOException {
        Samples.people(photos).values().stream()
                .flatMap(List::stream)
                .forEach(photo ->
                        assertThat(analyze(photo)).describedAs("%s", photo).hasSize(1));
        Path small = photos.resolve("labeled_face/laura tilling/image(6).jpg");
        assertThat(analyze(small)).singleElement().satisfies(found -> {
            assertThat(found.face().quality().pixels()).isBetween(8f, 14f);
            assertThat(found.face().box().width()).isBetween(30f, 60f);
        });
    }

    @Test
    void tellsFourPeopleApartInPhotographsOfOthersAndOfAll() throws IOException {
        Map<String, List<Embedding>> gallery = new TreeMap<>();
        Samples.people(photos)
                .forEach((name, files) -> gallery.put(
                        name,
                        files.stream()
                                .map(file -> analyze(file).get(0).embedding())
                                .toList()));
        List<EmbeddedFace> group = new ArrayList<>(analyze(Samples.query(photos, 1)));
        group.sort(Comparator.comparingDouble(found -> found.face().box().x()));
        assertThat(group).hasSize(4);
        List<String> fromTheLeft = List.of("jessica smith", "tara sanford", EMILY, "laura tilling");
        for (int i = 0; i < 4; i++) {
            assertIsOnly(fromTheLeft.get(i), group.get(i).embedding(), gallery);
        }
        List<String> alone = List.of("tara sanford", EMILY, "jessica smith", "laura tilling");
        for (int i = 0; i < 4; i++) {
            assertThat(analyze(Samples.query(photos, i + 2))).hasSize(1);
            assertIsOnly(
                    alone.get(i), analyze(Samples.query(photos, i + 2)).get(0).embedding(), gallery);
        }
    }

    private static void assertIsOnly(String name, Embedding probe, Map<String, List<Embedding>> gallery) {
        gallery.forEach((person, templates) -> {
            double best = templates.stream().mapToDouble(probe::cosine).max().orElseThrow();
            if (person.equals(name)) {
                assertThat(best).describedAs("%s is %s", name, person).isGreaterThan(THRESHOLD);
            } else {
                assertThat(best).describedAs("%s is not %s", name, person).isLessThan(THRESHOLD);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void seesTheSameFaceHoweverTheCameraWasHeld(int orientation) throws IOException {
        Path photo = emily();
        EmbeddedFace straight = analyze(photo).get(0);
        BufferedImage upright = ImageIO.read(photo.toFile());
        byte[] stored = TestPictures.encode(TestPictures.stored(upright, orientation), "jpeg");
        try (Picture picture = Picture.decode(TestPictures.withOrientation(stored, orientation))) {
            List<EmbeddedFace> found = analyzer.analyze(picture);
            assertThat(found).hasSize(1);
            assertThat(found.get(0).face().box().iou(straight.face().box())).isGreaterThan(.95f);
            assertThat(found.get(0).embedding().cosine(straight.embedding())).isGreaterThan(.95f);
        }
    }

    @ParameterizedTest
    @CsvSource({"320,240", "640,480", "333,227", "480,160", "961,401"})
    void findsTheSameFacesWithAnySizeOfInput(int width, int height) {
        try (FaceAnalyzer other = models.newAnalyzer(new DetectorSettings(width, height, .65f, .4f));
                Picture group = Picture.read(Samples.query(photos, 1))) {
            List<Detection> usual = analyzer.detect(group);
            List<Detection> found = other.detect(group);
            assertThat(usual)
                    .hasSize(4)
                    .allSatisfy(face ->
                            assertThat(found).anyMatch(same -> same.box().iou(face.box()) > .6 && same.score() > .99));
            // A larger input may take a hand or a shirt for a face, never with such a score.
            assertThat(found).filteredOn(detection -> detection.score() > .99).hasSize(4);
        }
    }

    @Test
    void givesTheSameNumbersAgainAndInOtherThreads() throws Exception {
        Path photo = Samples.query(photos, 1);
        List<EmbeddedFace> first = analyze(photo);
        assertThat(analyze(photo)).isEqualTo(first);
        Callable<List<EmbeddedFace>> again = () -> {
            try (FaceAnalyzer own = models.newAnalyzer(DetectorSettings.DEFAULT);
                    Picture picture = Picture.read(photo)) {
                return own.analyze(picture);
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            for (Future<List<EmbeddedFace>> result : threads.invokeAll(List.of(again, again, again))) {
                assertThat(result.get()).isEqualTo(first);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void embedsABatchAsItEmbedsEachFaceAlone() {
        try (Picture group = Picture.read(Samples.query(photos, 1))) {
            List<Face> faces = analyzer.locate(group, analyzer.detect(group));
            List<Embedding> together = analyzer.embed(group, faces);
            for (int i = 0; i < faces.size(); i++) {
                AlignedFace crop =
                        AlignedFace.ofBgr(analyzer.align(group, faces.get(i)).bgr());
                Embedding alone = analyzer.embedAligned(List.of(crop)).get(0);
                assertThat(alone.cosine(together.get(i))).isCloseTo(1f, within(1e-5f));
            }
        }
    }

    @Test
    void scoresASpoiltPictureOfAFaceLower() throws IOException {
        try (Mat photo = opencv_imgcodecs.imread(emily().toString());
                Mat blurred = new Mat();
                Mat small = new Mat();
                Mat dark = new Mat();
                Size kernel = new Size(0, 0);
                Size twentieth = new Size(photo.cols() / 20, photo.rows() / 20)) {
            opencv_imgproc.GaussianBlur(photo, blurred, kernel, 12);
            opencv_imgproc.resize(photo, small, twentieth, 0, 0, opencv_imgproc.INTER_AREA);
            photo.convertTo(dark, -1, .2, 0);
            Quality good = quality(photo);
            assertThat(good.score()).isGreaterThan(.8f);
            assertThat(quality(blurred).score()).isLessThan(good.score() * .7f);
            assertThat(quality(blurred).sharpness()).isLessThan(good.sharpness() / 20);
            assertThat(quality(small).pixels()).isCloseTo(good.pixels() / 20, within(2f));
            assertThat(quality(small).score()).isLessThan(good.score() * .9f);
            assertThat(quality(dark).brightness()).isCloseTo(good.brightness() * .2f, within(4f));
            assertThat(quality(dark).score()).isLessThan(good.score() * .95f);
        }
    }

    @Test
    void seesWhereAHeadTurnsAndHowItIsTilted() throws IOException {
        Path turned = Samples.people(photos).get("jessica smith").get(2);
        try (Mat photo = opencv_imgcodecs.imread(turned.toString());
                Mat mirrored = new Mat()) {
            opencv_core.flip(photo, mirrored, 1);
            Quality left = quality(photo);
            Quality right = quality(mirrored);
            assertThat(left.yaw()).isLessThan(-15);
            assertThat(right.yaw()).isCloseTo(-left.yaw(), within(6f));
            assertThat(right.roll()).isCloseTo(-left.roll(), within(6f));
            assertThat(right.pitch()).isCloseTo(left.pitch(), within(6f));
        }
    }

    @Test
    void takesAFaceThatThePicturesEdgeCutsInTwo() throws IOException {
        try (Mat photo = opencv_imgcodecs.imread(emily().toString());
                Rect leftPart = new Rect(0, 0, photo.cols() * 6 / 10, photo.rows());
                Mat part = photo.apply(leftPart);
                Picture picture = Picture.copyOf(part)) {
            List<EmbeddedFace> found = analyzer.analyze(picture);
            found.forEach(face -> assertThat(picture.cropJpeg(face.face().box(), .3f, 160, 8_192))
                    .hasSizeLessThanOrEqualTo(8_192));
            assertThat(found).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void findsNothingWhereNobodyIs() {
        for (byte[] file : List.of(
                TestPictures.encode(TestPictures.noise(1, 1, 1), "png"),
                TestPictures.encode(TestPictures.noise(300, 200, 2), "jpeg"),
                TestPictures.encode(new BufferedImage(640, 480, BufferedImage.TYPE_3BYTE_BGR), "png"),
                TestPictures.encode(new BufferedImage(3000, 1, BufferedImage.TYPE_3BYTE_BGR), "png"))) {
            try (Picture picture = Picture.decode(file)) {
                assertThat(analyzer.analyze(picture)).isEmpty();
            }
        }
    }

    private static Path emily() throws IOException {
        return Samples.people(photos).get(EMILY).get(4);
    }

    private static Quality quality(Mat mat) {
        try (Picture picture = Picture.copyOf(mat)) {
            return analyzer.locate(picture, analyzer.detect(picture)).get(0).quality();
        }
    }

    private static List<EmbeddedFace> analyze(Path file) {
        try (Picture picture = Picture.read(file)) {
            return analyzer.analyze(picture);
        }
    }
}
