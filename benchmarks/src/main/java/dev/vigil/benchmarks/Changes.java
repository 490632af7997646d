package dev.vigil.benchmarks;

import dev.vigil.gallery.search.RowCipher;
import dev.vigil.runtime.embedding.Embedding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** Enrols and restores. */
record Changes(Plan plan, SyntheticFaces source, int faces, Truth truth) {
    private static final int NEW_FACES = 4096;
    private static final double SHARE_OF_TIME = 0.25;

    /** Searches alone, then beside a thread that enrols. The gallery is as before at the end. */
    Report.Insert whileSearching(VigilEngine vigil) {
        Timings quiet = search(vigil);
        AtomicBoolean enough = new AtomicBoolean();
        List<Embedding> embeddings =
                IntStream.range(faces, faces + NEW_FACES).mapToObj(source::face).toList();
        CompletableFuture<Double> perSecond = CompletableFuture.supplyAsync(() -> enrol(vigil, embeddings, enough));
        Timings busy = search(vigil);
        enough.set(true);
        return new Report.Insert(
                vigil.name(),
                faces,
                source.dimension(),
                perSecond.join(),
                quiet.ms(0.5),
                quiet.ms(0.99),
                busy.ms(0.5),
                busy.ms(0.99));
    }

    private Timings search(VigilEngine vigil) {
        Timings timings = new Timings();
        long start = System.nanoTime();
        long last = start;
        for (int i = 0; i < Plan.LEAST_ROUNDS || last - start < plan.seconds() * SHARE_OF_TIME * 1e9; i++) {
            List<Embedding> probe = truth.batch(i, 1);
            long from = System.nanoTime();
            vigil.search(probe, Truth.K);
            last = System.nanoTime();
            timings.add(last - from);
        }
        return timings;
    }

    /** New people, a tenth of the gallery at a time; how many in a second. */
    private double enrol(VigilEngine vigil, List<Embedding> embeddings, AtomicBoolean enough) {
        int window = Math.max(NEW_FACES, faces / 10);
        int count = 0;
        long start = System.nanoTime();
        for (; !enough.get(); count++) {
            vigil.put(faces + count, embeddings.get(count % NEW_FACES));
            if (count >= window) {
                vigil.remove(faces + count - window);
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        for (int i = Math.max(0, count - window); i < count; i++) {
            vigil.remove(faces + i);
        }
        return count / seconds;
    }

    /** Writes a snapshot, and restores it beside the engine. */
    Report.Snapshot snapshot(VigilEngine vigil, Path file, Path rows, RowCipher cipher) throws IOException {
        long start = System.nanoTime();
        vigil.write(file);
        long written = System.nanoTime();
        VigilEngine restored = VigilEngine.restored(file, faces, rows, cipher);
        long ready = System.nanoTime();
        Truth.Agreement agreement = truth.new Agreement();
        agreement.count(0, restored.search(truth.batch(0, 32), Truth.K));
        return new Report.Snapshot(
                faces,
                source.dimension(),
                (written - start) / 1e9,
                (ready - written) / 1e9,
                Files.size(file),
                agreement.isExact());
    }
}
