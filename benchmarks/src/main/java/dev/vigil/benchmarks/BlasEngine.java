package dev.vigil.benchmarks;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemv;

import dev.vigil.runtime.embedding.Embedding;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * A scan by OpenBLAS on one thread: all scores of a chunk of rows by SGEMV for one probe, by SGEMM for more, then the best of them.
 * Rows and scores lie outside the heap; a chunk's scores stay in the cache.
 */
final class BlasEngine implements Engine {
    private static final int ROWS = 4096;

    private final int dimension;
    private final int faces;
    private final FloatPointer rows;

    /** Copies the first {@code faces} of {@code source}. */
    BlasEngine(SyntheticFaces source, int faces) {
        openblas_nolapack.blas_set_num_threads(1);
        dimension = source.dimension();
        this.faces = faces;
        rows = new FloatPointer((long) faces * dimension);
        for (int i = 0; i < faces; i++) {
            rows.position((long) i * dimension).put(source.face(i).toArray());
        }
        rows.position(0);
    }

    @Override
    public String name() {
        return "blas";
    }

    @Override
    public int[][] search(List<Embedding> probes, int k) {
        int batch = probes.size();
        Best[] best = new Best[batch];
        float[] scores = new float[ROWS];
        try (FloatPointer queries = new FloatPointer((long) batch * dimension);
                FloatPointer products = new FloatPointer((long) batch * ROWS)) {
            for (int q = 0; q < batch; q++) {
                best[q] = new Best(Math.min(k, faces));
                queries.position((long) q * dimension).put(probes.get(q).toArray());
            }
            queries.position(0);
            for (int from = 0; from < faces; from += ROWS) {
                int count = Math.min(ROWS, faces - from);
                multiply(rows.position((long) from * dimension), count, queries, batch, products);
                for (int q = 0; q < batch; q++) {
                    products.position((long) q * count).get(scores, 0, count);
                    for (int i = 0; i < count; i++) {
                        best[q].offer(from + i, scores[i]);
                    }
                }
                products.position(0);
            }
            rows.position(0);
        }
        int[][] found = new int[batch][];
        for (int q = 0; q < batch; q++) {
            found[q] = best[q].indexes();
        }
        return found;
    }

    /** Leaves the scores of each probe with {@code count} rows after each other. */
    private void multiply(FloatPointer chunk, int count, FloatPointer queries, int batch, FloatPointer products) {
        if (batch == 1) {
            cblas_sgemv(CblasRowMajor, CblasNoTrans, count, dimension, 1, chunk, dimension, queries, 1, 0, products, 1);
        } else {
            cblas_sgemm(
                    CblasRowMajor,
                    CblasNoTrans,
                    CblasTrans,
                    batch,
                    count,
                    dimension,
                    1,
                    queries,
                    dimension,
                    chunk,
                    dimension,
                    0,
                    products,
                    count);
        }
    }

    @Override
    public long bytesOutsideTheHeap() {
        return (long) faces * dimension * Float.BYTES;
    }

    @Override
    public void close() {
        rows.close();
    }
}
