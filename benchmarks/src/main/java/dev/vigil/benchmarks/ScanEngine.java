package dev.vigil.benchmarks;

import dev.vigil.runtime.embedding.Embedding;
import java.util.List;

/**
 * Compares a probe with every float32 row, in plain Java: what all others are measured by. A batch goes over memory once. Sums in the
 * order of the gallery's own exact comparison, so that equal answers are equal to the last bit. Thread-safe.
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
                    best[q].offer(index, dot(queries[q], chunk, offset));
                }
            }
        }
        int[][] found = new int[best.length][];
        for (int q = 0; q < found.length; q++) {
            found[q] = best[q].indexes();
        }
        return found;
    }

    private static float dot(float[] a, float[] b, int offset) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int i = 0;
        for (; i + 8 <= a.length; i += 8) {
            int p = offset + i;
            s0 += a[i] * b[p];
            s1 += a[i + 1] * b[p + 1];
            s2 += a[i + 2] * b[p + 2];
            s3 += a[i + 3] * b[p + 3];
            s4 += a[i + 4] * b[p + 4];
            s5 += a[i + 5] * b[p + 5];
            s6 += a[i + 6] * b[p + 6];
            s7 += a[i + 7] * b[p + 7];
        }
        for (; i < a.length; i++) {
            s0 += a[i] * b[offset + i];
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }

    @Override
    public long bytesOutsideTheHeap() {
        return 0;
    }

    @Override
    public void close() {}
}
