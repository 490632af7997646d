package dev.vigil.benchmarks;

import dev.vigil.runtime.embedding.Embedding;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The graph of jvector on the heap; built by all cores, as is its way. */
final class JvectorEngine implements Engine {
    private static final VectorTypeSupport VECTORS =
            VectorizationProvider.getInstance().getVectorTypeSupport();
    private static final float OVERFLOW = 1.2f;
    private static final float ALPHA = 1.2f;

    private final ImmutableGraphIndex graph;
    private final RandomAccessVectorValues rows;
    private final int ef;

    private JvectorEngine(ImmutableGraphIndex graph, RandomAccessVectorValues rows, int ef) {
        this.graph = graph;
        this.rows = rows;
        this.ef = ef;
    }

    /** One graph over the first {@code faces} of {@code source}, once for each {@code ef}. */
    static List<Engine> build(SyntheticFaces source, int faces, List<Integer> efs) {
        List<VectorFloat<?>> vectors = new ArrayList<>(faces);
        for (int i = 0; i < faces; i++) {
            vectors.add(VECTORS.createFloatVector(source.face(i).toArray()));
        }
        RandomAccessVectorValues rows = new ListRandomAccessVectorValues(vectors, source.dimension());
        try (GraphIndexBuilder builder = GraphIndexBuilder.builder(
                        rows, VectorSimilarityFunction.DOT_PRODUCT, Hnsw.LINKS)
                .withBeamWidth(Hnsw.BEAM)
                .withNeighborOverflow(OVERFLOW)
                .withAlpha(ALPHA)
                .build()) {
            ImmutableGraphIndex graph = builder.build(rows);
            return efs.stream()
                    .<Engine>map(ef -> new JvectorEngine(graph, rows, ef))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "jvector";
    }

    @Override
    public int ef() {
        return ef;
    }

    @Override
    public int[][] search(List<Embedding> probes, int k) {
        int[][] found = new int[probes.size()][];
        for (int q = 0; q < found.length; q++) {
            SearchResult result = GraphSearcher.search(
                    VECTORS.createFloatVector(probes.get(q).toArray()),
                    k,
                    Math.max(k, ef),
                    rows,
                    VectorSimilarityFunction.DOT_PRODUCT,
                    graph,
                    Bits.ALL);
            SearchResult.NodeScore[] nodes = result.getNodes();
            found[q] = new int[Math.min(k, nodes.length)];
            for (int i = 0; i < found[q].length; i++) {
                found[q][i] = nodes[i].node;
            }
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
