package dev.vigil.benchmarks.networks;

import java.util.Locale;

/** A report as text. */
final class NetworkTable {
    private NetworkTable() {}

    static String of(NetworkReport report) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "Java %s, vectors of %d bits; one thread does %.0f GFLOP/s at most",
                report.java(),
                report.vectorBits(),
                report.peakGflops());
        line(
                text,
                "Medians of the thread's CPU time; GFLOP/s count each network as it is written, also what an engine leaves out.%n");
        line(
                text,
                "%-18s %5s %-13s %9s %9s %8s %6s %7s %9s",
                "network",
                "batch",
                "engine",
                "ms",
                "best ms",
                "GFLOP/s",
                "peak",
                "x ORT",
                "apart");
        for (NetworkReport.Row r : report.rows()) {
            line(
                    text,
                    "%-18s %5d %-13s %9.3f %9.3f %8.1f %5.0f%% %7.2f %9.1e",
                    r.network(),
                    r.batch(),
                    r.engine(),
                    r.msPerPicture(),
                    r.bestMs(),
                    r.gflops(),
                    100 * r.ofPeak(),
                    r.timesOnnxRuntime(),
                    r.apart());
        }
        line(text, "%nA JPEG of 1280x720 to embeddings, decoding included");
        for (NetworkReport.Chain c : report.chains()) {
            line(
                    text,
                    "%-18s %d faces  %9.2f ms, best %.2f, %.2f times ONNX Runtime",
                    c.engine(),
                    c.faces(),
                    c.ms(),
                    c.bestMs(),
                    c.timesOnnxRuntime());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
