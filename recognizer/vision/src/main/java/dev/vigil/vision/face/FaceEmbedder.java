package dev.vigil.vision.face;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.picture.NetworkInput;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * From aligned faces to embeddings, with what its model's card says of colours, sizes and normalisation. Its buffers are used again
 * for each call. For one thread at a time; close it before its network.
 */
public final class FaceEmbedder implements AutoCloseable {
    /** How many faces go through a network at once, at most. */
    static final int MAX_BATCH = 16;

    private final FaceModels.Model model;
    private final NetworkInput input;

    FaceEmbedder(FaceModels.Model model) {
        this.model = model;
        ModelCard.Input card = model.card().input();
        this.input = new NetworkInput(card, card.width(), card.height(), MAX_BATCH);
    }

    /** The embedding of each, of unit length, in the same order; they may come from one picture or several. */
    public List<Embedding> embed(List<AlignedFace> faces) {
        List<Embedding> embeddings = new ArrayList<>(faces.size());
        for (int from = 0; from < faces.size(); from += MAX_BATCH) {
            List<AlignedFace> some = faces.subList(from, Math.min(from + MAX_BATCH, faces.size()));
            for (int i = 0; i < some.size(); i++) {
                input.putSquare(some.get(i).pixels(), AlignedFace.SIDE, i);
            }
            FloatBuffer rows = run(some.size());
            float[] row = new float[rows.capacity() / some.size()];
            for (int i = 0; i < some.size(); i++) {
                rows.get(row);
                embeddings.add(Embedding.normalised(row));
            }
        }
        return List.copyOf(embeddings);
    }

    private FloatBuffer run(int count) {
        ModelCard.Input card = model.card().input();
        return model.network()
                .run(input.bytes(), count, card.colour().channels(), card.height(), card.width())
                .get(0)
                .values();
    }

    /** Frees the buffers; closing twice does nothing. */
    @Override
    public void close() {
        input.close();
    }
}
