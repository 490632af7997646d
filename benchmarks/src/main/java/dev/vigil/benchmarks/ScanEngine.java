package dev.vigil.benchmarks;

import dev.vigil.gallery.search.DotProduct;
import dev.vigil.runtime.embedding.Embedding;
import java.util.List;

/**
 * Compares a probe with every float32 row, in plain Java: what all others are measured by. A batch goes over memory once. By the
 * gallery's own exact comparison, so that equal answers are equal to the last bit. Thread-safe.
 */
final class ScanEngine implements Engine {
    private static final int ROWS = 8192;

    private final int dimension;
    private final int faces;
    private final float[][] chunks;

    /** Copies the first {@code faces} of {@code source}. */
    ScanEngine(SyntheticFaces source, int faces) {
        dimension = source.dimension();
        this.faces = faces;
        chunks = new float[(faces + ROWS - 1) / ROWS][];
        for (int c = 0; c < chunks.length; c++) {
            int rows = Math.min(ROWS, faces - c * ROWS);
            chunks[c] = new float[rows * dimension];
            for (int r = 0; r < rows; r++) {
                source.face(c * ROWS + r).copyTo(chunks[c], r * dimension);
            }
        }
    }

    @Override
    public String name() {
        return "scan";
    }

    @Override
    public boolean isConcurrent() {
        return true;
    }

    @Override
    public int[][] search(List<Embedding> probes, int k) {
        float[][] queries = probes.stream().map(Embedding::toArray).toArray(float[][]::new);
        Best[] best = new Best[queries.length];
        for (int q = 0; q < queries.length; q++) {
            best[q] = new Best(Math.min(k, faces));
        }
        for (int c = 0; c < chunks.length; c++) {
            float[] chunk = chunks[c];
            for (int offset = 0, index = c * ROWS; offset < chunk.length; offset += dimension, index++) {
                for (int q = 0; q < queries.length; q++) {
                    best[q].offer(index, DotProduct.of(queries[q], 0, chunk, offset, dimension));
                }
            }
        }
        int[][] found = new int[best.length][];
        for (int q = 0; q < found.length; q++) {
            found[q] = best[q].indexes();
        }
        return found;
    }

    @Override
    public long bytesOutsideTheHeap() {
        return 0;
    }

    @Override
    public void close() {}
}
