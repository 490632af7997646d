package dev.vigil.vision.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.vision.model.Catalogue;
import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.Network;
import dev.vigil.vision.model.Tensor;
import dev.vigil.vision.picture.Picture;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The analyzer around networks that give what the test tells them to. */
class FaceAnalyzerTest {
    private static final int PRIORS = 4420;

    /** Answers by a function of the input's floats, and remembers the batches. */
    private static final class Scripted implements Network {
        private final List<Integer> batches = new ArrayList<>();
        private final Answer answer;
        private int closed;

        Scripted(Answer answer) {
            this.answer = answer;
        }

        @Override
        public List<Tensor> run(ByteBuffer input, int n, int c, int h, int w) {
            batches.add(n);
            return answer.to(input.asFloatBuffer(), n, c * h * w);
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private interface Answer {
        List<Tensor> to(FloatBuffer input, int n, int size);
    }

    /** Sees a face at the left and one at the right, and nothing else. */
    private final Scripted detector = new Scripted((input, n, size) -> {
        float[] scores = new float[PRIORS * 2];
        // Priors 3600 to 4199 are 20x15 cells with 32 and 48 pixels.
        scores[(3600 + (7 * 20 + 4) * 2 + 1) * 2 + 1] = .7f;
        scores[(3600 + (7 * 20 + 15) * 2 + 1) * 2 + 1] = .9f;
        return List.of(
                Tensor.of(new long[] {1, PRIORS, 2}, scores),
                Tensor.of(new long[] {1, PRIORS, 4}, new float[PRIORS * 4]));
    });

    /** Puts the 68 points on a grid. */
    private final Scripted landmarks = new Scripted((input, n, size) -> {
        float[] points = new float[n * 136];
        for (int i = 0; i < points.length; i++) {
            int point = i % 136 / 2;
            points[i] = i % 2 == 0 ? point % 9 / 9f : point / 68f;
        }
        return List.of(Tensor.of(new long[] {n, 136}, points));
    });

    /** The first two numbers of each picture make its embedding. */
    private final Scripted embedder = new Scripted((input, n, size) -> {
        float[] rows = new float[n * 512];
        for (int i = 0; i < n; i++) {
            rows[i * 512] = input.get(i * size) * 128 + 127;
            rows[i * 512 + 1] = 100;
        }
        return List.of(Tensor.of(new long[] {n, 512}, rows));
    });

    private final FaceModels models = FaceModels.of(
            model(detector, Catalogue.DETECTOR),
            model(landmarks, Catalogue.LANDMARKS),
            model(embedder, Catalogue.EMBEDDER));

    private static FaceModels.Model model(Network network, String id) {
        return new FaceModels.Model(network, card(id));
    }

    private static ModelCard card(String id) {
        return Catalogue.find(id).orElseThrow().card();
    }

    @Test
    void bringsDetectionsBackToThePicturesPixelsBestFirst() {
        try (FaceAnalyzer analyzer = models.newAnalyzer(DetectorSettings.DEFAULT);
                Picture picture = Picture.ofBgr(new byte[640 * 480 * 3], 640, 480)) {
            List<Detection> found = analyzer.detect(picture);
            assertThat(found).extracting(Detection::score).containsExactly(.9f, .7f);
            // Cell 15 of 20, row 7 of 15, side 48, all doubled.
            assertThat(found.get(0).box().x()).isCloseTo(2 * (15.5f * 16 - 24), within(.01f));
            assertThat(found.get(0).box().y()).isCloseTo(2 * (7.5f * 16 - 24), within(.01f));
            assertThat(found.get(0).box().width()).isCloseTo(96, within(.01f));
        }
    }

    @Test
    void leavesOutWhatWasSeenInTheBlackBesideThePicture() {
        // A tall picture fills the left 80 of 320 columns: the face at column 248 lies outside it.
        try (FaceAnalyzer analyzer = models.newAnalyzer(DetectorSettings.DEFAULT);
                Picture picture = Picture.ofBgr(new byte[80 * 240 * 3], 80, 240)) {
            assertThat(analyzer.detect(picture)).extracting(Detection::score).containsExactly(.7f);
        }
    }

    @Test
    void liesBetweenTheLandmarksOfBothNetworksWhereTheDetectorGivesSomeToo() {
        try (FaceAnalyzer analyzer = models.newAnalyzer(DetectorSettings.DEFAULT);
                Picture picture = Picture.ofBgr(new byte[640 * 480 * 3], 640, 480)) {
            Box box = new Box(100, 100, 40, 50);
            List<Point> alone = analyzer.locate(picture, List.of(new Detection(box, .9f)))
                    .get(0)
                    .landmarks();
            List<Point> own = List.of(
                    new Point(110, 120),
                    new Point(130, 121),
                    new Point(120, 130),
                    new Point(112, 140),
                    new Point(129, 141));
            List<Point> both = analyzer.locate(picture, List.of(new Detection(box, .9f, own)))
                    .get(0)
                    .landmarks();
            for (int i = 0; i < 5; i++) {
                assertThat(both.get(i).x())
                        .isCloseTo((alone.get(i).x() + own.get(i).x()) / 2, within(1e-3f));
                assertThat(both.get(i).y())
                        .isCloseTo((alone.get(i).y() + own.get(i).y()) / 2, within(1e-3f));
            }
        }
    }

    @Test
    void sendsTheFacesOfAPictureThroughTheNetworksInBatches() {
        try (FaceAnalyzer analyzer = models.newAnalyzer(DetectorSettings.DEFAULT);
                Picture picture = Picture.ofBgr(new byte[640 * 480 * 3], 640, 480)) {
            List<Detection> many = new ArrayList<>();
            for (int i = 0; i < 35; i++) {
                many.add(new Detection(new Box(i * 10, i * 5, 40, 50), .9f));
            }
            List<Face> faces = analyzer.locate(picture, many);
            assertThat(landmarks.batches).containsExactly(16, 16, 3);
            assertThat(faces).hasSize(35);
            for (int i = 0; i < 35; i++) {
                assertThat(faces.get(i).box()).isEqualTo(many.get(i).box());
                // Point 30 is the nose: 3/9 and 30/68 of the box.
                assertThat(faces.get(i).landmarks().get(2).x()).isCloseTo(i * 10 + 40 / 3f, within(.01f));
            }
        }
    }

    @Test
    void embedsTheCropsOfSeveralPicturesInOrder() {
        try (FaceAnalyzer analyzer = models.newAnalyzer(DetectorSettings.DEFAULT)) {
            List<AlignedFace> crops = new ArrayList<>();
            for (int i = 0; i < 35; i++) {
                byte[] bgr = new byte[AlignedFace.SIDE * AlignedFace.SIDE * 3];
                bgr[0] = (byte) i;
                crops.add(AlignedFace.ofBgr(bgr));
            }
            List<Embedding> embeddings = analyzer.embedAligned(crops);
            assertThat(embedder.batches).containsExactly(16, 16, 3);
            for (int i = 0; i < 35; i++) {
                assertThat(embeddings.get(i).at(0) / embeddings.get(i).at(1)).isCloseTo(i / 100f, within(1e-5f));
            }
        }
    }

    @Test
    void asksNoNetworkAboutNoFaces() {
        try (FaceAnalyzer analyzer = models.newAnalyzer(DetectorSettings.DEFAULT);
                Picture picture = Picture.ofBgr(new byte[3], 1, 1)) {
            assertThat(analyzer.locate(picture, List.of())).isEmpty();
            assertThat(analyzer.embed(picture, List.of())).isEmpty();
            assertThat(landmarks.batches).isEmpty();
            assertThat(embedder.batches).isEmpty();
        }
    }

    @Test
    void closesTheNetworksThatItWasGiven() {
        models.close();
        assertThat(List.of(detector.closed, landmarks.closed, embedder.closed)).containsExactly(1, 1, 1);
        assertThat(models.names()).isEqualTo(FaceNetworks.DEFAULT);
    }

    @Test
    void refusesANetworkInAnothersPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FaceModels.of(
                        model(detector, Catalogue.EMBEDDER),
                        model(landmarks, Catalogue.LANDMARKS),
                        model(embedder, Catalogue.EMBEDDER)))
                .withMessageContaining("mobilefacenet-512");
    }

    @Test
    void refusesSettingsThatCannotWork() {
        assertThatIllegalArgumentException().isThrownBy(() -> new DetectorSettings(10, 240, .65f, .4f));
        assertThatIllegalArgumentException().isThrownBy(() -> new DetectorSettings(320, 240, 1f, .4f));
        assertThatIllegalArgumentException().isThrownBy(() -> new DetectorSettings(320, 240, Float.NaN, .4f));
        assertThatIllegalArgumentException().isThrownBy(() -> new DetectorSettings(320, 240, .65f, 0));
    }

    private static FaceModels broken(float score, float move, float point, float number) {
        Scripted detects = new Scripted((input, n, size) -> {
            float[] scores = new float[PRIORS * 2];
            scores[(3600 + (7 * 20 + 4) * 2 + 1) * 2 + 1] = score;
            float[] moves = new float[PRIORS * 4];
            java.util.Arrays.fill(moves, move);
            return List.of(Tensor.of(new long[] {1, PRIORS, 2}, scores), Tensor.of(new long[] {1, PRIORS, 4}, moves));
        });
        Scripted points = new Scripted((input, n, size) -> {
            float[] all = new float[n * 136];
            java.util.Arrays.fill(all, point);
            return List.of(Tensor.of(new long[] {n, 136}, all));
        });
        Scripted embeds = new Scripted((input, n, size) -> {
            float[] all = new float[n * 512];
            java.util.Arrays.fill(all, number);
            return List.of(Tensor.of(new long[] {n, 512}, all));
        });
        return FaceModels.of(
                model(detects, Catalogue.DETECTOR),
                model(points, Catalogue.LANDMARKS),
                model(embeds, Catalogue.EMBEDDER));
    }

    @Test
    void saysThatANetworkIsBrokenInsteadOfSeeingNobody() {
        float nan = Float.NaN;
        try (Picture picture = Picture.ofBgr(new byte[640 * 480 * 3], 640, 480)) {
            for (float[] each :
                    new float[][] {{nan, 0, .5f, 1}, {.9f, nan, .5f, 1}, {.9f, 0, nan, 1}, {.9f, 1e9f, 1, 1}}) {
                try (FaceModels models = broken(each[0], each[1], each[2], each[3]);
                        FaceAnalyzer analyzer = models.newAnalyzer(DetectorSettings.DEFAULT)) {
                    assertThatThrownBy(() -> analyzer.analyze(picture))
                            .as("%s", java.util.Arrays.toString(each))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageEndingWith("gives numbers that are not finite.");
                }
            }
        }
    }

    @Test
    void takesNothingForAFaceWhoseLandmarksLieInOnePlace() {
        try (FaceModels models = broken(.9f, 0, .5f, 1);
                FaceAnalyzer analyzer = models.newAnalyzer(DetectorSettings.DEFAULT);
                Picture picture = Picture.ofBgr(new byte[640 * 480 * 3], 640, 480)) {
            assertThat(analyzer.detect(picture)).hasSize(1);
            assertThat(analyzer.analyze(picture)).isEmpty();
        }
    }
}
