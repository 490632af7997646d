package dev.vigil.benchmarks;

import dev.vigil.gallery.seal.RowSeal;
import dev.vigil.gallery.seal.SealingKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Builds every engine over the same synthetic faces and measures them side by side. By one thread, once. */
final class GalleryBench {
    private static final long SEED = 2026;
    private static final int PROBES = 64;
    /** Enrolments in a second beside which searches are timed: those of a gallery that is read from its log, rather than of people. */
    private static final int PACE = 100_000;

    private final Plan plan;
    /** Exact rows in files are sealed, as in a gallery with encryption on. */
    private final RowSeal seal = new RowSeal(SealingKey.random());

    private final Consumer<String> progress;
    private final List<Report.Pass> passes = new ArrayList<>();
    private final List<Report.Row> rows = new ArrayList<>();
    private final List<Report.Insert> inserts = new ArrayList<>();
    private final List<Report.Snapshot> snapshots = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private double bandwidth;

    GalleryBench(Plan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /** Takes minutes where graphs are built. */
    Report run() throws InterruptedException {
        progress.accept("memory bandwidth");
        bandwidth = Bandwidth.measure(plan.bandwidthFloats());
        notes.add(
                "Faces are synthetic and seeded, one for each person; half of the probes are at cosine 0.6 of one, half are strangers.");
        notes.add(
                "The graphs' recall is set by ef; Lucene and jvector use the Vector API on some Java versions only (not on 17).");
        for (int dimension : plan.dimensions()) {
            for (int faces : plan.faces()) {
                measure(new SyntheticFaces(dimension, SEED), faces);
            }
        }
        Runtime runtime = Runtime.getRuntime();
        Report.Machine machine = new Report.Machine(
                Runtime.version().toString(), runtime.availableProcessors(), runtime.maxMemory() >> 20);
        return new Report(machine, bandwidth, passes, rows, inserts, snapshots, notes);
    }

    private void measure(SyntheticFaces source, int faces) throws InterruptedException {
        double numbers = (double) faces * source.dimension();
        passes.add(new Report.Pass(
                faces, source.dimension(), numbers / bandwidth / 1e6, numbers * Float.BYTES / bandwidth / 1e6));
        Path folder = temporary();
        List<Built> engines = new ArrayList<>();
        try {
            progress.accept(label(source, faces) + ": scan");
            List<Built> scan = Built.of(() -> List.of(new ScanEngine(source, faces)));
            Truth truth = new Truth(
                    source.probes(PROBES, faces), (ScanEngine) scan.get(0).engine());
            for (String name : plan.engines()) {
                engines.addAll(name.equals("scan") ? scan : build(name, source, faces, folder));
            }
            searches(source, faces, engines, truth);
            for (Built built : engines) {
                if (built.engine() instanceof VigilEngine vigil) {
                    changes(source, faces, vigil, truth, folder);
                }
            }
        } finally {
            engines.forEach(built -> {
                if (built.engine().ef() == 0 || built.engine() instanceof LuceneEngine) {
                    built.engine().close();
                }
            });
            Folders.delete(folder);
        }
    }

    private List<Built> build(String name, SyntheticFaces source, int faces, Path folder) {
        if (Plan.GRAPHS.contains(name) && faces > plan.graphsUpTo()) {
            notes.add(name + " was left out at " + faces + " faces: a graph takes long to build (--graphs-up-to "
                    + faces + " builds it).");
            return List.of();
        }
        progress.accept(label(source, faces) + ": building " + name);
        List<Integer> efs = plan.efs();
        return Built.of(() -> switch (name) {
            case "vigil" -> List.of(VigilEngine.inMemory(source, faces));
            case "vigil-mapped" -> List.of(VigilEngine.mapped(source, faces, rows(folder), seal));
            case "blas" -> List.of(new BlasEngine(source, faces));
            case "lucene" -> LuceneEngine.build(source, faces, folder.resolve("lucene"), efs);
            case "jvector" -> JvectorEngine.build(source, faces, efs);
            case "hnswlib" -> HnswlibEngine.build(source, faces, efs);
            default -> throw new IllegalStateException(name);
        });
    }

    private void searches(SyntheticFaces source, int faces, List<Built> engines, Truth truth)
            throws InterruptedException {
        Searches searches = new Searches(plan, source.dimension(), faces, truth);
        for (int batch : Plan.BATCHES) {
            progress.accept(label(source, faces) + ": searching, batch " + batch);
            rows.addAll(searches.interleaved(engines, batch));
        }
        for (Built built : engines) {
            if (built.engine().isConcurrent()) {
                progress.accept(label(source, faces) + ": searching, 8 callers, "
                        + built.engine().name());
                for (int threads : Searches.CALLERS) {
                    rows.add(searches.concurrent(built, threads));
                }
            }
        }
    }

    private void changes(SyntheticFaces source, int faces, VigilEngine vigil, Truth truth, Path folder)
            throws InterruptedException {
        progress.accept(label(source, faces) + ": enrolling while searching, " + vigil.name());
        Changes changes = new Changes(plan, source, faces, truth);
        inserts.add(changes.whileSearching(vigil, Changes.UNPACED));
        inserts.add(changes.whileSearching(vigil, PACE));
        if (vigil.name().equals("vigil-mapped")) {
            progress.accept(label(source, faces) + ": snapshot");
            try {
                snapshots.add(changes.snapshot(vigil, folder.resolve("snapshot"), rows(folder), seal));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Path rows(Path folder) {
        return folder.resolve("rows");
    }

    private static Path temporary() {
        try {
            Path folder = Files.createTempDirectory("vigil-bench");
            Files.createDirectory(rows(folder));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String label(SyntheticFaces source, int faces) {
        return String.format(Locale.ROOT, "%,d x %d", faces, source.dimension());
    }
}
