package dev.vigil.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * An engine with everybody in it.
 *
 * @param engine closed by whoever built it
 * @param seconds that building took, making the numbers of the faces included
 * @param heapBytes by how much the heap grew
 */
record Built(Engine engine, double seconds, long heapBytes) {
    /** Builds the engines that share an index. */
    static List<Built> of(Supplier<List<Engine>> builder) {
        long before = heap();
        long start = System.nanoTime();
        List<Engine> engines = builder.get();
        double seconds = (System.nanoTime() - start) / 1e9;
        long bytes = Math.max(0, heap() - before);
        List<Built> built = new ArrayList<>();
        engines.forEach(engine -> built.add(new Built(engine, seconds, bytes)));
        return built;
    }

    /** What is in use after everything that is not has been collected. */
    private static long heap() {
        System.gc();
        System.gc(); // what finalizers and cleaners held until the first
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
