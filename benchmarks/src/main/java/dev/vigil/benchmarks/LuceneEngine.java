package dev.vigil.benchmarks;

import dev.vigil.runtime.embedding.Embedding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.FSDirectory;

/**
 * The HNSW graph of Lucene in one segment of a mapped index, in the page cache. A document's number is its face's: they are added in
 * order, and none is deleted.
 */
final class LuceneEngine implements Engine {
    private static final String FIELD = "face";
    private static final int BUFFER_MB = 2000;

    private final Path folder;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;
    private final int ef;

    private LuceneEngine(Path folder, int ef) throws IOException {
        this.folder = folder;
        this.ef = ef;
        reader = DirectoryReader.open(FSDirectory.open(folder));
        searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
    }

    /** One index over the first {@code faces} of {@code source} in {@code folder}, once for each {@code ef}. */
    static List<Engine> build(SyntheticFaces source, int faces, Path folder, List<Integer> efs) {
        try (FSDirectory directory = FSDirectory.open(folder);
                IndexWriter writer = new IndexWriter(directory, configuration())) {
            for (int i = 0; i < faces; i++) {
                Document document = new Document();
                document.add(
                        new KnnFloatVectorField(FIELD, source.face(i).toArray(), VectorSimilarityFunction.DOT_PRODUCT));
                writer.addDocument(document);
            }
            writer.commit();
            List<Engine> engines = new ArrayList<>();
            for (int ef : efs) {
                engines.add(new LuceneEngine(folder, ef));
            }
            return engines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IndexWriterConfig configuration() {
        return new IndexWriterConfig()
                .setRAMBufferSizeMB(BUFFER_MB)
                .setMergePolicy(NoMergePolicy.INSTANCE)
                .setCodec(new Lucene912Codec() {
                    @Override
                    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                        return new Lucene99HnswVectorsFormat(Hnsw.LINKS, Hnsw.BEAM);
                    }
                });
    }

    @Override
    public String name() {
        return "lucene";
    }

    @Override
    public int ef() {
        return ef;
    }

    @Override
    public int[][] search(List<Embedding> probes, int k) {
        try {
            int[][] found = new int[probes.size()][];
            for (int q = 0; q < found.length; q++) {
                ScoreDoc[] hits = searcher.search(
                                new KnnFloatVectorQuery(FIELD, probes.get(q).toArray(), Math.max(k, ef)), k)
                        .scoreDocs;
                found[q] = new int[hits.length];
                for (int i = 0; i < hits.length; i++) {
                    found[q][i] = hits[i].doc;
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long bytesOutsideTheHeap() {
        return Folders.size(folder);
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
