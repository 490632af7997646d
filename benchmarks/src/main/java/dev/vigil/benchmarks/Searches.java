package dev.vigil.benchmarks;

import dev.vigil.runtime.embedding.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Times searches.
 *
 * @param truth whose probes are asked
 */
record Searches(Plan plan, int dimension, int faces, Truth truth) {
    /** As many as there are cores, which are independent passes, and eight, which may share them. */
    static final List<Integer> CALLERS = List.of(Runtime.getRuntime().availableProcessors(), 8).stream()
            .distinct()
            .toList();

    /** Turns of each engine in one batch size. */
    private static final int TURNS = 8;

    private static final double WARM_UP = 0.5;
    private static final double CONCURRENT = 0.25;

    /** What is known of one engine in one batch size. */
    private static final class Tally {
        private final Built built;
        private final Timings timings = new Timings();
        private final Truth.Agreement agreement;

        Tally(Built built, Truth truth) {
            this.built = built;
            agreement = truth.new Agreement();
        }

        void ask(Truth truth, int from, int batch) {
            List<Embedding> probes = truth.batch(from, batch);
            long start = System.nanoTime();
            int[][] answers = built.engine().search(probes, Truth.K);
            timings.add(System.nanoTime() - start);
            agreement.count(from, answers);
        }
    }

    /**
     * All engines in turn, so that what disturbs the machine disturbs all. Each is warmed up by itself first; in its turn, which lasts as
     * long for each, the first calls aren't counted: they fill the caches again, as those of an engine in use are.
     */
    List<Report.Row> interleaved(List<Built> engines, int batch) {
        long each = (long) (plan.seconds() * WARM_UP * 1e9 / Math.max(1, engines.size()));
        for (Built built : engines) {
            Tally unused = new Tally(built, truth);
            long start = System.nanoTime();
            for (int i = 0; i < Plan.LEAST_ROUNDS || System.nanoTime() - start < each; i++) {
                unused.ask(truth, i * batch, batch);
            }
        }
        return turns(engines, batch).stream()
                .map(tally -> row(tally, batch, 1, tally.timings.seconds()))
                .toList();
    }

    private List<Tally> turns(List<Built> engines, int batch) {
        List<Tally> tallies =
                engines.stream().map(built -> new Tally(built, truth)).toList();
        long each = (long) (plan.seconds() * 1e9 / TURNS / Math.max(1, engines.size()));
        long end = System.nanoTime() + (long) (plan.seconds() * 1e9);
        for (int turn = 0; turn < TURNS; turn++) {
            for (Tally tally : tallies) {
                if (tally.timings.count() < Plan.LEAST_ROUNDS || System.nanoTime() < end) {
                    turn(tally, batch, each);
                }
            }
        }
        return tallies;
    }

    private void turn(Tally tally, int batch, long nanos) {
        long start = System.nanoTime();
        int from = tally.timings.count() * batch;
        do {
            tally.built.engine().search(truth.batch(from, batch), Truth.K);
        } while (System.nanoTime() - start < nanos / 10);
        int least = tally.timings.count() + Plan.LEAST_ROUNDS;
        while (tally.timings.count() < least
                || (tally.timings.count() < plan.rounds() && System.nanoTime() - start < nanos)) {
            tally.ask(truth, tally.timings.count() * batch, batch);
        }
    }

    /** {@code threads} callers of one engine at the same time, one probe each. */
    Report.Row concurrent(Built built, int threads) throws InterruptedException {
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        try {
            long start = System.nanoTime();
            long end = start + (long) (plan.seconds() * CONCURRENT * 1e9);
            List<Callable<Tally>> calls = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int first = t;
                calls.add(() -> {
                    Tally tally = new Tally(built, truth);
                    for (int i = 0; i < Plan.LEAST_ROUNDS || System.nanoTime() < end; i++) {
                        tally.ask(truth, first + i, 1);
                    }
                    return tally;
                });
            }
            Tally all = new Tally(built, truth);
            for (Future<Tally> call : callers.invokeAll(calls)) {
                Tally tally = call.get();
                all.timings.addAll(tally.timings);
                all.agreement.add(tally.agreement);
            }
            return row(all, 1, threads, (System.nanoTime() - start) / 1e9);
        } catch (ExecutionException e) {
            throw new IllegalStateException(built.engine().name() + " failed.", e.getCause());
        } finally {
            callers.shutdownNow();
        }
    }

    private Report.Row row(Tally tally, int batch, int threads, double seconds) {
        Built built = tally.built;
        Engine engine = built.engine();
        return new Report.Row(
                engine.name(),
                engine.ef(),
                faces,
                dimension,
                batch,
                threads,
                tally.timings.count(),
                tally.timings.ms(0.5),
                tally.timings.ms(0.99),
                (double) tally.timings.count() * batch / seconds,
                tally.agreement.recallAt1(),
                tally.agreement.recallAt5(),
                tally.agreement.isExact(),
                (built.heapBytes() + engine.bytesOutsideTheHeap()) / faces,
                built.heapBytes() / faces,
                built.seconds());
    }
}
