package dev.vigil.gallery.server;

import dev.vigil.gallery.client.NewFace;
import dev.vigil.runtime.embedding.Embedding;
import java.util.Random;

/** Seeded embeddings. */
final class Vectors {
    static final String MODEL = "mobilefacenet-512";

    private Vectors() {}

    static Embedding random(long seed, int dimension) {
        Random random = new Random(seed);
        float[] values = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Embedding.normalised(values);
    }

    static Embedding of(long seed) {
        return random(seed, 512);
    }

    static NewFace face(long seed) {
        return new NewFace(MODEL, of(seed), "photo-" + seed, 0.8f, null);
    }
}
