package dev.vigil.benchmarks;

import java.util.Locale;

/** A report as text. */
final class Table {
    private Table() {}

    static String of(Report report) {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "Java %s, %d cores, heap up to %d MiB; one thread reads %.1f GB/s",
                report.machine().java(),
                report.machine().cores(),
                report.machine().heapMb(),
                report.bandwidthGBs());
        for (Report.Pass pass : report.passes()) {
            line(
                    text,
                    "One pass over %,d x %d at that: %.2f ms of bytes, %.2f ms of float32",
                    pass.faces(),
                    pass.dimension(),
                    pass.int8Ms(),
                    pass.fp32Ms());
        }
        searches(text, report);
        for (Report.Insert i : report.inserts()) {
            line(
                    text,
                    "%s, %,d x %d: %,.0f inserts/s (%s) while searching; p99 %.2f ms (quiet %.2f), p50 %.2f ms (quiet %.2f); %d searches (quiet %d)",
                    i.engine(),
                    i.faces(),
                    i.dimension(),
                    i.insertsPerSecond(),
                    i.pace() == 0 ? "as fast as it goes" : String.format(Locale.ROOT, "of %,d asked", i.pace()),
                    i.p99Ms(),
                    i.quietP99Ms(),
                    i.p50Ms(),
                    i.quietP50Ms(),
                    i.searches(),
                    i.quietSearches());
        }
        for (Report.Snapshot s : report.snapshots()) {
            line(
                    text,
                    "Snapshot of %,d x %d: written in %.2f s (%,d bytes), ready again in %.2f s, %s",
                    s.faces(),
                    s.dimension(),
                    s.writeSeconds(),
                    s.bytes(),
                    s.restoreSeconds(),
                    s.exact() ? "exact" : "NOT exact");
        }
        report.notes().forEach(note -> line(text, "%s", note));
        return text.toString();
    }

    private static void searches(StringBuilder text, Report report) {
        line(text, "");
        line(
                text,
                "%-16s %9s %5s %5s %7s %6s %9s %9s %10s %8s %8s %5s %8s %8s %8s",
                "engine",
                "faces",
                "dim",
                "batch",
                "threads",
                "rounds",
                "p50 ms",
                "p99 ms",
                "queries/s",
                "recall@1",
                "recall@5",
                "exact",
                "B/face",
                "heap",
                "build s");
        for (Report.Row r : report.rows()) {
            line(
                    text,
                    "%-16s %,9d %5d %5d %7d %6d %9.3f %9.3f %,10.0f %8.3f %8.3f %5s %,8d %,8d %8.1f",
                    r.ef() == 0 ? r.engine() : r.engine() + " ef=" + r.ef(),
                    r.faces(),
                    r.dimension(),
                    r.batch(),
                    r.threads(),
                    r.rounds(),
                    r.p50Ms(),
                    r.p99Ms(),
                    r.queriesPerSecond(),
                    r.recallAt1(),
                    r.recallAt5(),
                    r.exact() ? "yes" : "no",
                    r.bytesPerFace(),
                    r.heapBytesPerFace(),
                    r.buildSeconds());
        }
        line(text, "");
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
