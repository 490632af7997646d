package dev.vigil.vision.face;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.picture.NetworkInput;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * From aligned faces to embeddings, with what each model's card says of colours, sizes and normalisation. Its buffers are used again
 * for each call. For one thread at a time; close it before its networks.
 */
public final class FaceEmbedder implements AutoCloseable {
    /** How many faces go through a network at once, at most. */
    static final int MAX_BATCH = 16;

    private final List<Running> parts = new ArrayList<>();

    /** A network with its buffers, and what its unit vector is multiplied by. */
    private record Running(FaceModels.Model model, NetworkInput input, float scale) {}

    FaceEmbedder(List<EmbeddingNetwork.Part> networks) {
        for (EmbeddingNetwork.Part part : networks) {
            ModelCard.Input card = part.model().card().input();
            NetworkInput input = new NetworkInput(card, card.width(), card.height(), MAX_BATCH);
            parts.add(new Running(part.model(), input, (float) Math.sqrt(part.weight())));
        }
    }

    /** The embedding of each, of unit length, in the same order; they may come from one picture or several. */
    public List<Embedding> embed(List<AlignedFace> faces) {
        List<Embedding> embeddings = new ArrayList<>(faces.size());
        for (int from = 0; from < faces.size(); from += MAX_BATCH) {
            List<AlignedFace> some = faces.subList(from, Math.min(from + MAX_BATCH, faces.size()));
            List<float[]> rows = rows(parts.get(0), some);
            if (parts.size() > 1) {
                rows.replaceAll(row -> scaled(row, parts.get(0).scale()));
                for (Running part : parts.subList(1, parts.size())) {
                    List<float[]> more = rows(part, some);
                    for (int i = 0; i < some.size(); i++) {
                        rows.set(i, joined(rows.get(i), scaled(more.get(i), part.scale())));
                    }
                }
            }
            rows.forEach(row -> embeddings.add(Embedding.normalised(row)));
        }
        return List.copyOf(embeddings);
    }

    private static float[] scaled(float[] row, float scale) {
        float[] unit = Embedding.normalised(row).toArray();
        for (int i = 0; i < unit.length; i++) {
            unit[i] *= scale;
        }
        return unit;
    }

    private static float[] joined(float[] first, float[] second) {
        float[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static List<float[]> rows(Running part, List<AlignedFace> faces) {
        ModelCard.Input card = part.model().card().input();
        for (int i = 0; i < faces.size(); i++) {
            if (card.square() == null) {
                part.input().putSquare(faces.get(i).pixels(), AlignedFace.SIDE, i);
            } else {
                part.input().putPart(faces.get(i).pixels(), AlignedFace.SIDE, card.square(), i);
            }
        }
        FloatBuffer numbers = part.model()
                .network()
                .run(part.input().bytes(), faces.size(), card.colour().channels(), card.height(), card.width())
                .get(0)
                .values();
        List<float[]> rows = new ArrayList<>(faces.size());
        for (int i = 0; i < faces.size(); i++) {
            float[] row = new float[numbers.capacity() / faces.size()];
            numbers.get(row);
            rows.add(row);
        }
        return rows;
    }

    /** Frees the buffers; closing twice does nothing. */
    @Override
    public void close() {
        parts.forEach(part -> part.input().close());
    }
}
