package dev.vigil.standalone.quickstart;

import dev.vigil.recognizer.event.Decision;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of a run.
 *
 * @param cameras each of them
 * @param elapsed from the first camera's start
 */
record RunSummary(List<Camera> cameras, Duration elapsed) {
    RunSummary {
        cameras = List.copyOf(cameras);
    }

    /**
     * What came of a camera.
     *
     * @param name its name
     * @param frames processed
     * @param tracks ended
     * @param decisions how many of them ended in each
     * @param matched how many of them were matched with each name
     */
    record Camera(
            String name, long frames, int tracks, Map<Decision, Integer> decisions, Map<String, Integer> matched) {
        static Camera of(String name, Collection<CameraRun> sessions) {
            long frames = 0;
            int tracks = 0;
            Map<Decision, Integer> decisions = new EnumMap<>(Decision.class);
            Map<String, Integer> matched = new TreeMap<>();
            for (CameraRun run : sessions) {
                frames += run.frames();
                tracks += run.tracks();
                run.decisions().forEach((decision, count) -> decisions.merge(decision, count, Integer::sum));
                run.matched().forEach((person, count) -> matched.merge(person, count, Integer::sum));
            }
            return new Camera(name, frames, tracks, decisions, matched);
        }

        private String line() {
            return String.format(
                    Locale.ROOT,
                    "  %-10s %6d frames %5d tracks   %s%s",
                    name,
                    frames,
                    tracks,
                    counts(decisions.entrySet().stream()
                            .collect(Collectors.toMap(
                                    e -> e.getKey().label(), Map.Entry::getValue, Integer::sum, TreeMap::new))),
                    matched.isEmpty() ? "" : "   seen: " + counts(matched));
        }

        private static String counts(Map<String, Integer> counts) {
            return counts.entrySet().stream()
                    .map(entry -> entry.getKey() + " x" + entry.getValue())
                    .collect(Collectors.joining(", "));
        }
    }

    /** For people, several lines. */
    List<String> lines() {
        List<String> lines = new java.util.ArrayList<>();
        lines.add("Summary:");
        cameras.forEach(camera -> lines.add(camera.line()));
        long frames = cameras.stream().mapToLong(Camera::frames).sum();
        double seconds = elapsed.toMillis() / 1000.0;
        lines.add(String.format(
                Locale.ROOT,
                "  %d frames in %.1f s, %.1f a second",
                frames,
                seconds,
                frames / Math.max(seconds, .001)));
        return lines;
    }
}
