package dev.vigil.standalone.pipeline;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the bench has measured.
 *
 * @param cores of this machine
 * @param frameBytes mean size of a frame
 * @param nakedFramesPerSecond median over the rounds
 * @param pipelineFramesPerSecond median over the rounds
 * @param ratioToNaked median of the rounds' ratios
 * @param roundRatios of each round
 * @param othersCores the most that other programs used of the machine in a round, in cores; null where it does not say
 * @param cost of a frame in the rounds
 * @param sustained how many cameras, by rate
 * @param rows live cameras
 * @param variants settings compared with the defaults, whose figures are those above
 * @param processes one recognizer and two, each with one worker
 * @param soak memory over time; null where it was not asked for
 */
public record PipelineReport(
        int cores,
        long frameBytes,
        double nakedFramesPerSecond,
        double pipelineFramesPerSecond,
        double ratioToNaked,
        List<Double> roundRatios,
        @Nullable Double othersCores,
        Cost cost,
        Map<Integer, Integer> sustained,
        List<Row> rows,
        List<Variant> variants,
        List<Processes> processes,
        @Nullable Soak soak) {
    /** Copies the collections. */
    public PipelineReport {
        roundRatios = List.copyOf(roundRatios);
        sustained = Map.copyOf(sustained);
        rows = List.copyOf(rows);
        variants = List.copyOf(variants);
        processes = List.copyOf(processes);
    }

    /**
     * What one frame costs, over all frames: a stage that few frames go through costs as much less.
     *
     * @param stageMs wall-clock milliseconds in each stage
     * @param recognizerCpuMs of the recognizer's process
     * @param nakedCpuMs of the naked loop
     * @param brokerCpuMs of this process meanwhile: the broker, the gallery, and the bench's own readers
     */
    public record Cost(Map<String, Double> stageMs, double recognizerCpuMs, double nakedCpuMs, double brokerCpuMs) {}

    /**
     * Live cameras for some time.
     *
     * @param load {@code half}, {@code search} or {@code double}, of what the pipeline does at most
     * @param cameras how many
     * @param rate of each, in frames a second
     * @param framesPerSecond that were looked at
     * @param dropped published and not looked at
     * @param skipped those of them that were too old, as accounted for
     * @param decisions how many events the delays are of
     * @param decisionsAtEnd events that were told only when their track had ended, of a frame before its last one; not among the delays
     * @param p50Ms from the publication of the deciding frame (which is its capture here) until a reader of committed records has the event; null without events
     * @param p99Ms the same; with few events, their longest
     * @param longestMs the same
     * @param partsMs medians of the parts of the way
     * @param growing whether the delay grew by more than 100 ms from the first third to the last
     * @param sustained nothing dropped, not growing, p99 under 500 ms
     * @param othersCores what other programs used of the machine meanwhile, in cores; null where it does not say
     * @param rssMb of the recognizer's process at the end; null where the machine does not say
     */
    public record Row(
            String load,
            int cameras,
            int rate,
            double framesPerSecond,
            long dropped,
            long skipped,
            int decisions,
            int decisionsAtEnd,
            @Nullable Double p50Ms,
            @Nullable Double p99Ms,
            @Nullable Double longestMs,
            Map<String, Double> partsMs,
            boolean growing,
            boolean sustained,
            @Nullable Double othersCores,
            @Nullable Double rssMb) {}

    /**
     * Settings, measured as the defaults were: medians over the rounds.
     *
     * @param settings that differ from the defaults
     * @param framesPerSecond of frames that lay ready
     * @param ratioToNaked of the rounds
     * @param recognizerCpuMs a frame
     * @param brokerCpuMs a frame, of the bench's process
     * @param othersCores the most that other programs used of the machine in a round, in cores; null where it does not say
     * @param rows live cameras at half of the machine, one row for each rate
     */
    public record Variant(
            Map<String, String> settings,
            double framesPerSecond,
            double ratioToNaked,
            double recognizerCpuMs,
            double brokerCpuMs,
            @Nullable Double othersCores,
            List<Row> rows) {
        /** Copies the collections. */
        public Variant {
            settings = Map.copyOf(settings);
            rows = List.copyOf(rows);
        }
    }

    /**
     * Several recognizers.
     *
     * @param count processes
     * @param framesPerSecond together
     */
    public record Processes(int count, double framesPerSecond) {}

    /**
     * Memory at full load.
     *
     * @param minutes after a warm-up of a tenth of that
     * @param cameras at 10 frames a second
     * @param firstMb resident at the beginning
     * @param lastMb resident at the end
     * @param slopeMbPerMinute by least squares
     */
    public record Soak(double minutes, int cameras, double firstMb, double lastMb, double slopeMbPerMinute) {}
}
