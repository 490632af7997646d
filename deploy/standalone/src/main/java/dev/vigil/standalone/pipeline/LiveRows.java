package dev.vigil.standalone.pipeline;

import dev.vigil.recognizer.event.Recognition.Timings;
import dev.vigil.standalone.pipeline.EventTail.Decided;
import dev.vigil.standalone.pipeline.EventTail.Heard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** Live cameras: more and more, until they are too many. For one thread. */
final class LiveRows {
    private static final double MOST_P99 = 500;
    private static final double GROWTH = 100;
    private static final int STEPS = 3;
    private static final Duration SETTLING = Duration.ofSeconds(60);

    private final FrameFeed feed;
    private final EventTail tail;
    private final Progress progress;
    private final Duration time;
    private final int most;
    private final List<PipelineReport.Row> rows = new ArrayList<>();

    LiveRows(FrameFeed feed, EventTail tail, Progress progress, Duration time, int most) {
        this.feed = feed;
        this.tail = tail;
        this.progress = progress;
        this.time = time;
        this.most = most;
    }

    /** All rows so far. */
    List<PipelineReport.Row> rows() {
        return rows;
    }

    /** As many cameras as keep the machine busy, and no more. */
    static int full(double capacity, int rate, int most) {
        return Math.max(1, Math.min(most, (int) (capacity / rate)));
    }

    /** Half of {@link #full}. */
    static int half(double capacity, int rate, int most) {
        return Math.max(1, full(capacity, rate, most) / 2);
    }

    /**
     * Finds how many cameras are sustained: at half of what the pipeline did when frames lay ready, at twice that and on while it is, and
     * by halves between.
     *
     * @param capacity frames a second when frames lay ready
     * @return the most that were sustained, 0 if none
     */
    int search(RecognizerProcess process, int rate, double capacity) throws InterruptedException {
        int full = full(capacity, rate, most);
        int half = half(capacity, rate, most);
        int good = row(process, "half", half, rate).sustained() ? half : 0;
        int next = Math.min(most, 2 * full);
        while (next > good && row(process, "double", next, rate).sustained()) {
            good = next;
            next = Math.min(most, 2 * next);
        }
        int bad = good == 0 ? half : next > good ? next : most + 1;
        for (int step = 0; step < STEPS && bad - good > 1; step++) {
            int middle = (good + bad + 1) / 2;
            if (row(process, "search", middle, rate).sustained()) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good;
    }

    /** So many cameras for the time of a row. */
    PipelineReport.Row row(RecognizerProcess process, String load, int count, int rate) throws InterruptedException {
        String session = load + "-" + rows.size() + "-" + System.nanoTime();
        List<String> cameras = FrameFeed.cameras(count, progress.partitions());
        OthersCpu others = OthersCpu.from(List.of(process));
        long published = feed.live(cameras, session, rate, time);
        Double othersCores = others.cores();
        Heard heard = settled(session, count);
        List<Decided> decided = heard.decided().stream()
                .filter(event -> !event.atEnd())
                .sorted(Comparator.comparing(Decided::receivedAt))
                .toList();
        long dropped = published - heard.processed();
        Double p99 = percentile(decided, LiveRows::delay, .99);
        boolean growing = growing(decided);
        double rss = process.rssMb();
        PipelineReport.Row row = new PipelineReport.Row(
                load,
                count,
                rate,
                heard.processed() / (time.toMillis() / 1000.0),
                dropped,
                heard.skipped(),
                decided.size(),
                heard.decided().size() - decided.size(),
                percentile(decided, LiveRows::delay, .5),
                p99,
                percentile(decided, LiveRows::delay, 1),
                parts(decided),
                growing,
                dropped == 0 && !growing && p99 != null && p99 < MOST_P99,
                othersCores,
                Double.isNaN(rss) ? null : rss);
        rows.add(row);
        return row;
    }

    /** Waits until every camera is accounted for, and every track that was opened is closed. */
    private Heard settled(String session, int cameras) throws InterruptedException {
        long until = System.nanoTime() + SETTLING.toNanos();
        Heard heard = tail.heard(session);
        while ((heard.camerasOver() < cameras || heard.tracksOpen() > 0) && System.nanoTime() < until) {
            progress.pause(50);
            heard = tail.heard(session);
        }
        return heard;
    }

    private static double delay(Decided event) {
        return millis(event.timings().publishedAt(), event.receivedAt());
    }

    private static double millis(@Nullable Instant from, @Nullable Instant to) {
        return Duration.between(Objects.requireNonNull(from), Objects.requireNonNull(to))
                        .toNanos()
                / 1e6;
    }

    private static boolean growing(List<Decided> decided) {
        int third = decided.size() / 3;
        Double first = percentile(decided.subList(0, third), LiveRows::delay, .5);
        Double last = percentile(decided.subList(decided.size() - third, decided.size()), LiveRows::delay, .5);
        return first != null && last != null && last > first + GROWTH;
    }

    private static Map<String, Double> parts(List<Decided> decided) {
        Map<String, Double> parts = new LinkedHashMap<>();
        List<Decided> searched =
                decided.stream().filter(e -> e.timings().searchedAt() != null).toList();
        part(parts, "publishedToSeen", searched, Timings::publishedAt, Timings::seenAt);
        part(parts, "seenToSighted", searched, Timings::seenAt, Timings::sightedAt);
        part(parts, "sightedToSearched", searched, Timings::sightedAt, Timings::searchedAt);
        Double received = percentile(searched, e -> millis(e.timings().searchedAt(), e.receivedAt()), .5);
        if (received != null) {
            parts.put("searchedToReceived", received);
        }
        return parts;
    }

    private static void part(
            Map<String, Double> parts,
            String name,
            List<Decided> decided,
            Function<Timings, @Nullable Instant> from,
            Function<Timings, @Nullable Instant> to) {
        Double median = percentile(decided, e -> millis(from.apply(e.timings()), to.apply(e.timings())), .5);
        if (median != null) {
            parts.put(name, median);
        }
    }

    /** The least value that at least this share is not above; null of nothing. */
    private static @Nullable Double percentile(List<Decided> events, ToDoubleFunction<Decided> value, double share) {
        double[] sorted = events.stream().mapToDouble(value).sorted().toArray();
        return sorted.length == 0 ? null : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    /** The middle one, or the mean of the two in the middle. */
    static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[half]
                : DoubleStream.of(sorted[half - 1], sorted[half]).average().orElseThrow();
    }
}
