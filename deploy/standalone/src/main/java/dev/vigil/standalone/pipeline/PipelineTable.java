package dev.vigil.standalone.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The report in words. */
public final class PipelineTable {
    private PipelineTable() {}

    /** Line by line. */
    public static List<String> lines(PipelineReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(line("%d cores, frames of %d KB, two faces in each", report.cores(), report.frameBytes() / 1024));
        lines.add(line(
                "naked loop %.1f frames/s, pipeline %.1f: ratio %.3f (rounds %s), others on %s cores",
                report.nakedFramesPerSecond(),
                report.pipelineFramesPerSecond(),
                report.ratioToNaked(),
                report.roundRatios().stream().map(ratio -> line("%.3f", ratio)).collect(Collectors.joining(" ")),
                cores(report.othersCores())));
        PipelineReport.Cost cost = report.cost();
        lines.add(line(
                "CPU ms a frame: naked %.2f, recognizer %.2f, broker and bench %.2f",
                cost.nakedCpuMs(), cost.recognizerCpuMs(), cost.brokerCpuMs()));
        lines.add("ms a frame in each stage: " + named(cost.stageMs()));
        new TreeMap<>(report.sustained())
                .forEach((rate, cameras) ->
                        lines.add(line("%d cameras are sustained at %d frames a second", cameras, rate)));
        report.rows().forEach(row -> lines.add(row(row)));
        report.variants().forEach(variant -> lines.addAll(variant(variant)));
        report.processes()
                .forEach(each -> lines.add(
                        line("%d recognizers of one worker: %.1f frames/s", each.count(), each.framesPerSecond())));
        PipelineReport.Soak soak = report.soak();
        if (soak != null) {
            lines.add(line(
                    "memory at %d cameras over %.1f min: %.0f MiB to %.0f MiB, slope %.2f MiB a minute",
                    soak.cameras(), soak.minutes(), soak.firstMb(), soak.lastMb(), soak.slopeMbPerMinute()));
        }
        return lines;
    }

    private static List<String> variant(PipelineReport.Variant variant) {
        List<String> lines = new ArrayList<>();
        lines.add(line(
                "with %s: %.1f frames/s, ratio %.3f, CPU ms a frame: recognizer %.2f, broker and bench %.2f; others on %s cores",
                variant.settings(),
                variant.framesPerSecond(),
                variant.ratioToNaked(),
                variant.recognizerCpuMs(),
                variant.brokerCpuMs(),
                cores(variant.othersCores())));
        variant.rows().forEach(row -> lines.add("  " + row(row)));
        return lines;
    }

    private static String row(PipelineReport.Row row) {
        return line(
                "%-6s %3d cameras at %2d: %6.1f frames/s, %d dropped, p50 %s, p99 %s, longest %s of %d decisions, %s MiB, others on %s cores%s (%s)",
                row.load(),
                row.cameras(),
                row.rate(),
                row.framesPerSecond(),
                row.dropped(),
                ms(row.p50Ms()),
                ms(row.p99Ms()),
                ms(row.longestMs()),
                row.decisions(),
                row.rssMb() == null ? "?" : line("%.0f", row.rssMb()),
                cores(row.othersCores()),
                row.sustained() ? ", sustained" : "",
                named(row.partsMs()));
    }

    /** So many, or that it is not known. */
    static String cores(@Nullable Double value) {
        return value == null ? "?" : line("%.2f", value);
    }

    private static String ms(@Nullable Double value) {
        return value == null ? "-" : line("%.0f ms", value);
    }

    private static String named(Map<String, Double> values) {
        return values.entrySet().stream()
                .map(each -> line("%s %.2f", each.getKey(), each.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String line(String format, @Nullable Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
