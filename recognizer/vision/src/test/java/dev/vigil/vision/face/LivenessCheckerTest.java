package dev.vigil.vision.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.vision.model.Catalogue;
import dev.vigil.vision.model.ColourOrder;
import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.Network;
import dev.vigil.vision.model.Task;
import dev.vigil.vision.model.Tensor;
import dev.vigil.vision.picture.Picture;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LivenessCheckerTest {
    private static final int SIDE = 8;

    @Test
    void theNetworkSeesTheFaceWithItsSurroundings() {
        assertThat(LivenessChecker.context(new Box(100, 100, 20, 40), 2.5f, 640, 480))
                .isEqualTo(new Box(85, 70, 50, 100));
    }

    @Test
    void surroundingsThatReachOverTheEdgeAreMovedInside() {
        Box left = LivenessChecker.context(new Box(0, 100, 20, 20), 3, 640, 480);
        assertThat(left).isEqualTo(new Box(0, 80, 60, 60));
        Box right = LivenessChecker.context(new Box(620, 460, 20, 20), 3, 640, 480);
        assertThat(right.right()).isCloseTo(639, within(1e-3f));
        assertThat(right.bottom()).isCloseTo(479, within(1e-3f));
        assertThat(right.width()).isEqualTo(60);
    }

    @Test
    void aPictureThatIsCutCloseIsShownAsFarAsItGoes() {
        Box all = LivenessChecker.context(new Box(10, 10, 100, 120), 2.7f, 162, 162);
        assertThat(all.height()).isCloseTo(161, within(.01f));
        assertThat(all.y()).isZero();
        assertThat(all.width()).isCloseTo(161 / 1.2f, within(.01f));
    }

    @Test
    void moreFacesThanABatchComeOutInTheirOrder() {
        // the picture gets brighter from left to right, and so does what the network gives for a face
        byte[] bgr = new byte[400 * 20 * 3];
        for (int i = 0; i < bgr.length; i++) {
            bgr[i] = (byte) (i / 3 % 400 / 2);
        }
        List<Box> boxes = java.util.stream.IntStream.range(0, 19)
                .mapToObj(i -> new Box(20 * i, 5, 10, 10))
                .toList();
        List<Float> live = check(new Bright(1 / 50f), false, Picture.ofBgr(bgr, 400, 20), boxes);
        assertThat(live).hasSize(19).isSorted().allMatch(p -> p > 0 && p < 1);
        // logits (mean / 50, 0): the softmax is the logistic function
        assertThat(live.get(0)).isCloseTo(.5f, within(.1f));
        assertThat(live.get(18)).isGreaterThan(.9f);
    }

    @Test
    void probabilitiesAreTakenAsTheyAre() {
        byte[] bgr = new byte[40 * 40 * 3];
        java.util.Arrays.fill(bgr, (byte) 51);
        assertThat(check(new Bright(1 / 255f), true, Picture.ofBgr(bgr, 40, 40), List.of(new Box(5, 5, 10, 10))))
                .hasSize(1)
                .allSatisfy(p -> assertThat(p).isCloseTo(.2f, within(1e-3f)));
    }

    @Test
    void aNetworkThatGivesNoNumberIsNamed() {
        assertThatThrownBy(() -> check(
                        new Bright(Float.NaN),
                        false,
                        Picture.ofBgr(new byte[1200], 20, 20),
                        Collections.nCopies(1, new Box(5, 5, 10, 10))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The network bright gives numbers that are not finite.");
    }

    @Test
    void anotherNetworkIsRefused() {
        ModelCard embedder = Catalogue.find(Catalogue.EMBEDDER).orElseThrow().card();
        assertThatThrownBy(() -> LivenessNetwork.of(new FaceModels.Model(new Bright(1), embedder)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not for LIVENESS");
    }

    private static List<Float> check(Network network, boolean probabilities, Picture picture, List<Box> boxes) {
        ModelCard card = new ModelCard(
                "bright",
                Task.LIVENESS,
                new ModelCard.Input(SIDE, SIDE, false, ColourOrder.GREY, List.of(0f), List.of(1f)),
                new ModelCard.Output(List.of("y"), 2),
                null,
                "MIT",
                "made by a test",
                null,
                null,
                null,
                null,
                null,
                null,
                new ModelCard.Liveness(1, 0, probabilities));
        try (picture;
                LivenessNetwork loaded = LivenessNetwork.of(new FaceModels.Model(network, card));
                LivenessChecker checker = loaded.newChecker()) {
            return checker.check(picture, boxes);
        }
    }

    /** Gives the mean of the grey input times a factor, and 0. */
    private record Bright(float factor) implements Network {
        @Override
        public List<Tensor> run(ByteBuffer input, int n, int c, int h, int w) {
            FloatBuffer pixels = input.duplicate()
                    .clear()
                    .order(java.nio.ByteOrder.nativeOrder())
                    .asFloatBuffer();
            float[] out = new float[n * 2];
            for (int i = 0; i < n * h * w; i++) {
                out[i / (h * w) * 2] += pixels.get(i) * factor / (h * w);
            }
            return List.of(Tensor.of(new long[] {n, 2}, out));
        }

        @Override
        public void close() {}
    }
}
