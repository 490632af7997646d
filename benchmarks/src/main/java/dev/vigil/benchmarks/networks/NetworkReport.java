package dev.vigil.benchmarks.networks;

import java.util.List;

/**
 * What was measured, on one thread.
 *
 * @param java its version
 * @param vectorBits of the vectors that Java prefers here
 * @param peakGflops multiply-adds of this CPU's vectors that wait for nothing, GFLOP/s
 * @param rows one for each network, batch and engine
 * @param chains from a JPEG to embeddings, one for each engine
 */
record NetworkReport(String java, int vectorBits, double peakGflops, List<Row> rows, List<Chain> chains) {
    /** Copies the lists. */
    NetworkReport {
        rows = List.copyOf(rows);
        chains = List.copyOf(chains);
    }

    /**
     * One network in one engine.
     *
     * @param msPerPicture median of all rounds, divided by the batch
     * @param bestMs the fastest round, divided by the batch
     * @param gflops operations of the network as it is written, by the median
     * @param ofPeak {@code gflops} as a part of the peak; what an engine leaves out counts as done
     * @param timesOnnxRuntime how many times as fast as ONNX Runtime, by the medians
     * @param apart largest difference to ONNX Runtime's numbers, as part of its largest number
     */
    record Row(
            String network,
            int batch,
            String engine,
            double msPerPicture,
            double bestMs,
            double gflops,
            double ofPeak,
            double timesOnnxRuntime,
            double apart) {}

    /**
     * Decoding, detection, landmarks, alignment and embeddings of one JPEG.
     *
     * @param faces how many were found
     */
    record Chain(String engine, int faces, double ms, double bestMs, double timesOnnxRuntime) {}
}
