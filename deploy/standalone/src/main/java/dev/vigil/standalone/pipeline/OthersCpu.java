package dev.vigil.standalone.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How much of the machine other programs use, by {@code /proc/stat}: a figure from a machine that is not quiet is worth little, and
 * should say so. Time that a hypervisor took away counts as others'.
 */
final class OthersCpu {
    private static final Path STAT = Path.of("/proc/stat");
    private static final Pattern CPU = Pattern.compile("^cpu +(\\d+) (\\d+) (\\d+) \\d+ \\d+ (\\d+) (\\d+) (\\d+)");
    /** Linux counts in hundredths of a second for programs, whatever it counts in itself. */
    private static final long TICK_MILLIS = 10;

    private final long start = System.nanoTime();
    private final List<RecognizerProcess> processes;
    private final Duration ours;
    private final @Nullable Duration all;

    private OthersCpu(List<RecognizerProcess> processes) {
        this.processes = List.copyOf(processes);
        this.ours = ours();
        this.all = all();
    }

    /** Counts from now on what neither this process nor these use. */
    static OthersCpu from(List<RecognizerProcess> processes) {
        return new OthersCpu(processes);
    }

    /** In cores, since it counts; null where the machine does not say (only Linux does). */
    @Nullable
    Double cores() {
        Duration now = all();
        if (all == null || now == null) {
            return null;
        }
        Duration others = now.minus(all).minus(ours().minus(ours));
        return Math.max(0, others.toNanos() / (double) (System.nanoTime() - start));
    }

    private Duration ours() {
        return processes.stream().map(RecognizerProcess::cpu).reduce(ownCpu(), Duration::plus);
    }

    /** What this process has used so far. */
    static Duration ownCpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static @Nullable Duration all() {
        if (!Files.exists(STAT)) {
            return null;
        }
        try {
            Matcher ticks = CPU.matcher(Files.readString(STAT));
            if (!ticks.find()) {
                return null;
            }
            long sum = 0;
            for (int i = 1; i <= ticks.groupCount(); i++) {
                sum += Long.parseLong(ticks.group(i));
            }
            return Duration.ofMillis(sum * TICK_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
