package dev.vigil.benchmarks;

import com.github.jelmerk.hnswlib.core.DistanceFunctions;
import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import dev.vigil.runtime.embedding.Embedding;
import java.util.List;

/** The HNSW graph of hnswlib for Java, on the heap. */
final class HnswlibEngine implements Engine {
    private final HnswIndex<Integer, float[], Face, Float> index;
    private final int ef;

    /** One face. */
    private static final class Face implements Item<Integer, float[]> {
        private static final long serialVersionUID = 1L;

        private final int index;
        private final float[] numbers;

        Face(int index, float[] numbers) {
            this.index = index;
            this.numbers = numbers;
        }

        @Override
        public Integer id() {
            return index;
        }

        @Override
        public float[] vector() {
            return numbers;
        }

        @Override
        public int dimensions() {
            return numbers.length;
        }
    }

    private HnswlibEngine(HnswIndex<Integer, float[], Face, Float> index, int ef) {
        this.index = index;
        this.ef = ef;
    }

    /** One graph over the first {@code faces} of {@code source}, once for each {@code ef}. */
    static List<Engine> build(SyntheticFaces source, int faces, List<Integer> efs) {
        HnswIndex<Integer, float[], Face, Float> index = HnswIndex.newBuilder(
                        source.dimension(), DistanceFunctions.FLOAT_INNER_PRODUCT, faces)
                .withM(Hnsw.LINKS)
                .withEfConstruction(Hnsw.BEAM)
                .build();
        for (int i = 0; i < faces; i++) {
            index.add(new Face(i, source.face(i).toArray()));
        }
        return efs.stream().<Engine>map(ef -> new HnswlibEngine(index, ef)).toList();
    }

    @Override
    public String name() {
        return "hnswlib";
    }

    @Override
    public int ef() {
        return ef;
    }

    @Override
    public int[][] search(List<Embedding> probes, int k) {
        index.setEf(ef);
        int[][] found = new int[probes.size()][];
        for (int q = 0; q < found.length; q++) {
            found[q] = index.findNearest(probes.get(q).toArray(), k).stream()
                    .mapToInt(result -> result.item().index)
                    .toArray();
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
