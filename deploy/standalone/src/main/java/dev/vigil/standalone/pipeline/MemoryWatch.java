package dev.vigil.standalone.pipeline;

import java.util.ArrayList;
import java.util.List;

/** Memory over time, and its slope. For one thread. */
final class MemoryWatch {
    private record Sample(double minute, double mb) {}

    private final List<Sample> samples = new ArrayList<>();

    /** So many MiB after so many minutes. */
    void add(double minute, double mb) {
        samples.add(new Sample(minute, mb));
    }

    /** The slope by least squares over what came after {@code warmUp} minutes; over everything where that is too little. */
    PipelineReport.Soak after(double warmUp, int cameras) {
        List<Sample> late =
                samples.stream().filter(sample -> sample.minute >= warmUp).toList();
        List<Sample> used = late.size() < 2 ? samples : late;
        double x = used.stream().mapToDouble(Sample::minute).average().orElseThrow();
        double y = used.stream().mapToDouble(Sample::mb).average().orElseThrow();
        double xy = used.stream().mapToDouble(s -> (s.minute - x) * (s.mb - y)).sum();
        double xx =
                used.stream().mapToDouble(s -> (s.minute - x) * (s.minute - x)).sum();
        Sample first = used.get(0);
        Sample last = used.get(used.size() - 1);
        return new PipelineReport.Soak(last.minute - first.minute, cameras, first.mb, last.mb, xx == 0 ? 0 : xy / xx);
    }
}
