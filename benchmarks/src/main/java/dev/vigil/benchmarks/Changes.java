package dev.vigil.benchmarks;

import dev.vigil.gallery.search.RowCipher;
import dev.vigil.runtime.embedding.Embedding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Enrols and restores. */
record Changes(Plan plan, SyntheticFaces source, int faces, Truth truth) {
    /** As fast as it goes. */
    static final int UNPACED = 0;

    private static final int NEW_FACES = 4096;
    private static final double SHARE_OF_TIME = 0.25;
    /** Searches beside enrolments that are timed at least: of fewer, the 99 % would be the one or two worst. */
    private static final int LEAST_SEARCHES = 200;
    /** Enrolments between two looks at the clock. */
    private static final int STRIDE = 64;

    /**
     * Searches beside a thread that enrols a tenth of the gallery, and for as long alone, in turns; who was enrolled is removed before
     * the next turn, and nobody searches meanwhile. The gallery is as before at the end.
     *
     * @param pace enrolments in a second, at most; or {@link #UNPACED}
     */
    Report.Insert whileSearching(VigilEngine vigil, int pace) {
        int count = Math.max(NEW_FACES, faces / 10);
        List<Embedding> embeddings =
                IntStream.range(faces, faces + NEW_FACES).mapToObj(source::face).toList();
        Timings quiet = new Timings();
        Timings busy = new Timings();
        double enrolling = 0;
        int turns = 0;
        for (; busy.count() < LEAST_SEARCHES || enrolling < plan.seconds() * SHARE_OF_TIME; turns++) {
            CompletableFuture<Double> seconds =
                    CompletableFuture.supplyAsync(() -> enrol(vigil, embeddings, count, pace));
            search(vigil, busy, seconds::isDone);
            enrolling += seconds.join();
            for (int i = faces; i < faces + count; i++) {
                vigil.remove(i);
            }
            long end = System.nanoTime() + (long) (seconds.join() * 1e9);
            search(vigil, quiet, () -> System.nanoTime() >= end);
        }
        return new Report.Insert(
                vigil.name(),
                faces,
                source.dimension(),
                pace,
                (double) turns * count / enrolling,
                quiet.ms(0.5),
                quiet.ms(0.99),
                busy.ms(0.5),
                busy.ms(0.99),
                busy.count(),
                quiet.count());
    }

    private void search(VigilEngine vigil, Timings timings, BooleanSupplier enough) {
        do {
            List<Embedding> probe = truth.batch(timings.count(), 1);
            long from = System.nanoTime();
            vigil.search(probe, Truth.K);
            timings.add(System.nanoTime() - from);
        } while (!enough.getAsBoolean());
    }

    /** New people; how many seconds it took. */
    private double enrol(VigilEngine vigil, List<Embedding> embeddings, int count, int pace) {
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            if (pace != UNPACED && i % STRIDE == 0) {
                await(start + (long) (i * 1e9 / pace));
            }
            vigil.put(faces + i, embeddings.get(i % NEW_FACES));
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static void await(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
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
