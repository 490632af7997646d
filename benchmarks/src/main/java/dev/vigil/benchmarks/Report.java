package dev.vigil.benchmarks;

import java.util.List;

/**
 * All that a run measured, as {@code --json} prints it.
 *
 * @param machine what it ran on
 * @param bandwidthGBs how fast one thread reads memory, in 10^9 bytes per second
 * @param passes how long one look at memory takes at that bandwidth
 * @param rows searches
 * @param inserts changes while searches go on
 * @param snapshots starts from a snapshot
 * @param notes what was left out, and what one must know to read the figures
 */
record Report(
        Machine machine,
        double bandwidthGBs,
        List<Pass> passes,
        List<Row> rows,
        List<Insert> inserts,
        List<Snapshot> snapshots,
        List<String> notes) {
    /**
     * The machine.
     *
     * @param java version
     * @param cores as Java sees them
     * @param heapMb the most that the heap may take, in MiB
     */
    record Machine(String java, int cores, long heapMb) {}

    /** One look at every number of a gallery, of a byte or of four, in milliseconds. */
    record Pass(int faces, int dimension, double int8Ms, double fp32Ms) {}

    /**
     * How an engine searched.
     *
     * @param ef candidates in a graph, 0 for an engine without
     * @param batch probes of one call
     * @param threads callers at the same time
     * @param rounds calls that were timed
     * @param p50Ms of a whole call
     * @param recallAt1 share of probes with the best face of the full float32 scan as the first
     * @param recallAt5 share of the five best of the scan that are among the five found
     * @param exact whether every answer was that of the scan, in order
     * @param bytesPerFace on the heap and outside together
     */
    record Row(
            String engine,
            int ef,
            int faces,
            int dimension,
            int batch,
            int threads,
            int rounds,
            double p50Ms,
            double p99Ms,
            double queriesPerSecond,
            double recallAt1,
            double recallAt5,
            boolean exact,
            long bytesPerFace,
            long heapBytesPerFace,
            double buildSeconds) {}

    /**
     * One thread searches, batch 1, while a second one enrols people, and while it does not, in turns.
     *
     * @param pace how many enrolments in a second the second one keeps to; 0: as many as go
     * @param searches that were timed beside the second one
     * @param quietSearches that were timed alone
     */
    record Insert(
            String engine,
            int faces,
            int dimension,
            int pace,
            double insertsPerSecond,
            double quietP50Ms,
            double quietP99Ms,
            double p50Ms,
            double p99Ms,
            int searches,
            int quietSearches) {}

    /** A snapshot written, and read by a new engine that admits everybody again. */
    record Snapshot(int faces, int dimension, double writeSeconds, double restoreSeconds, long bytes, boolean exact) {}
}
