package dev.vigil.lab.evaluate;

import dev.vigil.vision.face.Quality;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Where searches or comparisons of the same person end, each counted once, in the order of the stages.
 *
 * @param notEnrolled the person's own picture yielded no template
 * @param notDetected no face was found in the probe
 * @param refusedByQuality a face was found that is too small or too poor to be searched
 * @param belowThreshold the person scored under the threshold
 * @param somebodyElse somebody else scored higher, and reached the threshold
 * @param found what is left
 */
public record Losses(
        int notEnrolled, int notDetected, int refusedByQuality, int belowThreshold, int somebodyElse, int found) {
    /** One search and how it ended. */
    enum End {
        NOT_ENROLLED,
        NOT_DETECTED,
        REFUSED_BY_QUALITY,
        BELOW_THRESHOLD,
        SOMEBODY_ELSE,
        FOUND
    }

    /** Of mated searches; {@code refused} says whose quality is too poor. */
    static Losses of(List<Search> mated, Predicate<String> enrolled, Predicate<Quality> refused, double threshold) {
        return of(mated.stream()
                .map(search -> end(search, enrolled, refused, threshold))
                .toList());
    }

    private static End end(Search search, Predicate<String> enrolled, Predicate<Quality> refused, double threshold) {
        if (!enrolled.test(search.person())) {
            return End.NOT_ENROLLED;
        }
        if (!(search.acquired() instanceof Acquired.Template template)) {
            return End.NOT_DETECTED;
        }
        if (refused.test(template.quality())) {
            return End.REFUSED_BY_QUALITY;
        }
        if (search.found(threshold)) {
            return End.FOUND;
        }
        return search.other() >= threshold && search.rank() > 1 ? End.SOMEBODY_ELSE : End.BELOW_THRESHOLD;
    }

    /** Counts ends. */
    static Losses of(List<End> ends) {
        Map<End, Integer> counts = new EnumMap<>(End.class);
        ends.forEach(end -> counts.merge(end, 1, Integer::sum));
        return new Losses(
                counts.getOrDefault(End.NOT_ENROLLED, 0),
                counts.getOrDefault(End.NOT_DETECTED, 0),
                counts.getOrDefault(End.REFUSED_BY_QUALITY, 0),
                counts.getOrDefault(End.BELOW_THRESHOLD, 0),
                counts.getOrDefault(End.SOMEBODY_ELSE, 0),
                counts.getOrDefault(End.FOUND, 0));
    }

    /** All of them. */
    public int total() {
        return notEnrolled + notDetected + refusedByQuality + belowThreshold + somebodyElse + found;
    }
}
