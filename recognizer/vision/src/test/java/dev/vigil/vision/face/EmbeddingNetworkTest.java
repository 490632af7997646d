package dev.vigil.vision.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.vision.model.Catalogue;
import dev.vigil.vision.model.ColourOrder;
import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.Network;
import dev.vigil.vision.model.Task;
import dev.vigil.vision.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EmbeddingNetworkTest {
    @Test
    void theScoreOfAFusionIsTheWeightedMeanOfItsPartsScores() {
        EmbeddingNetwork first = EmbeddingNetwork.of(model(8, 1, null));
        EmbeddingNetwork second = EmbeddingNetwork.of(model(16, 40, null));
        EmbeddingNetwork both = EmbeddingNetwork.of(
                Catalogue.find(Catalogue.EMBEDDER).orElseThrow().card(),
                List.of(
                        new EmbeddingNetwork.Part(model(8, 1, null), .7),
                        new EmbeddingNetwork.Part(model(16, 40, null), .3)));
        List<AlignedFace> faces = List.of(face(3), face(90), face(200));
        List<Embedding> a = embed(first, faces);
        List<Embedding> b = embed(second, faces);
        List<Embedding> fused = embed(both, faces);
        for (int i = 0; i < faces.size(); i++) {
            for (int j = 0; j < faces.size(); j++) {
                double expected = .7 * a.get(i).cosine(a.get(j)) + .3 * b.get(i).cosine(b.get(j));
                assertThat((double) fused.get(i).cosine(fused.get(j))).isCloseTo(expected, within(1e-5));
            }
        }
        assertThat(a.get(0).cosine(a.get(1))).isNotCloseTo(b.get(0).cosine(b.get(1)), within(.01f));
    }

    @Test
    void aNetworkSeesTheSquareOfTheFaceThatItsCardSays() {
        byte[] bgr = new byte[112 * 112 * 3];
        for (int y = 20; y < 28; y++) {
            Arrays.fill(bgr, (y * 112 + 10) * 3, (y * 112 + 18) * 3, (byte) 200);
        }
        float[] numbers = embed(
                        EmbeddingNetwork.of(model(8, 0, new ModelCard.Square(10, 20, 8))),
                        List.of(AlignedFace.ofBgr(bgr)))
                .get(0)
                .toArray();
        // The network gives the mean of each row: all of the same grey.
        assertThat(numbers).containsOnly(numbers[0]);
        assertThat(numbers[0]).isCloseTo((float) (1 / Math.sqrt(8)), within(1e-6f));
    }

    private static List<Embedding> embed(EmbeddingNetwork network, List<AlignedFace> faces) {
        try (FaceEmbedder embedder = network.newEmbedder()) {
            return embedder.embed(faces);
        }
    }

    private static AlignedFace face(int seed) {
        byte[] bgr = new byte[112 * 112 * 3];
        for (int i = 0; i < bgr.length; i++) {
            bgr[i] = (byte) (i / 336 * seed + i % 7);
        }
        return AlignedFace.ofBgr(bgr);
    }

    /** Gives the mean of each row of its grey input, and something added. */
    private static FaceModels.Model model(int side, float added, ModelCard.@Nullable Square square) {
        ModelCard card = new ModelCard(
                "rows-" + side,
                Task.EMBEDDING,
                new ModelCard.Input(side, side, false, ColourOrder.GREY, List.of(0f), List.of(1f), null, square),
                new ModelCard.Output(List.of("y"), side),
                null,
                "MIT",
                "made by a test",
                null,
                null,
                null,
                null);
        return new FaceModels.Model(new RowMeans(added), card);
    }

    private record RowMeans(float added) implements Network {
        @Override
        public List<Tensor> run(ByteBuffer input, int n, int c, int h, int w) {
            FloatBuffer pixels = input.duplicate()
                    .clear()
                    .order(java.nio.ByteOrder.nativeOrder())
                    .asFloatBuffer();
            float[] rows = new float[n * h];
            for (int i = 0; i < n * h * w; i++) {
                rows[i / w] += pixels.get(i) / w;
            }
            for (int i = 0; i < rows.length; i++) {
                rows[i] += i % h * added;
            }
            return List.of(Tensor.of(new long[] {n, h}, rows));
        }

        @Override
        public void close() {}
    }
}
