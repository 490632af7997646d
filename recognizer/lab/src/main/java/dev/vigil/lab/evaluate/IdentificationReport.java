package dev.vigil.lab.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code evaluate identification --json} writes. Rates are fractions in [0, 1].
 *
 * @param people how many are enrolled with a face
 * @param gallery templates enrolled
 * @param known mated searches
 * @param unknown non-mated searches
 * @param failuresToAcquire how many of all the images yielded no face
 * @param unreadable images that can't be decoded, which are left out
 * @param rank1 share of the mated searches that return the person first
 * @param rank1Interval 95 %, by person
 * @param fnirAtFpir false negative identification rate by the false positive one; null where there are too few strangers to tell
 * @param fnirIntervals 95 %, by person
 * @param thresholds that give these rates among these strangers
 * @param atDefault at the threshold of the model's card for the default rate
 * @param stated at the thresholds of the card for several rates
 * @param losses where mated searches are lost, at the default threshold
 * @param cmc share of the mated searches that return the person among the first 1, 2, …: cumulative match characteristic
 * @param det trade-off of both error rates
 * @param reject how FNIR falls as the worst probes are refused, at the default threshold
 * @param shrunk the same with probes whose faces are shrunk
 * @param groups by the labels file; empty without one
 * @param lists where the lists come from
 * @param curve what the card's curve was measured on
 * @param model the embedder's id
 * @param facesPerSecond images a second on all cores; 0 where all came from the cache
 */
public record IdentificationReport(
        int people,
        int gallery,
        int known,
        int unknown,
        int failuresToAcquire,
        int unreadable,
        double rank1,
        Interval rank1Interval,
        Map<String, @Nullable Double> fnirAtFpir,
        Map<String, @Nullable Interval> fnirIntervals,
        Map<String, @Nullable Double> thresholds,
        StatedRate atDefault,
        List<StatedRate> stated,
        Losses losses,
        List<Double> cmc,
        List<DetPoint> det,
        List<RejectPoint> reject,
        List<Shrunk> shrunk,
        List<Group> groups,
        String lists,
        String curve,
        String model,
        double facesPerSecond) {
    /** Copies the lists and maps, keeping their order. */
    public IdentificationReport {
        fnirAtFpir = Collections.unmodifiableMap(new LinkedHashMap<>(fnirAtFpir));
        fnirIntervals = Collections.unmodifiableMap(new LinkedHashMap<>(fnirIntervals));
        thresholds = Collections.unmodifiableMap(new LinkedHashMap<>(thresholds));
        stated = List.copyOf(stated);
        cmc = List.copyOf(cmc);
        det = List.copyOf(det);
        reject = List.copyOf(reject);
        shrunk = List.copyOf(shrunk);
        groups = List.copyOf(groups);
    }

    /**
     * The same searches with shrunk probes.
     *
     * @param faceWidth of the probes' faces, in pixels
     * @param failuresToAcquire how many of the probes yielded no face
     * @param rank1 share of the mated searches that return the person first
     * @param fnirAtFpir with thresholds of these probes
     * @param atDefault at the threshold that the card gives, the same as at native size
     * @param losses where mated searches are lost at that threshold
     */
    public record Shrunk(
            int faceWidth,
            int failuresToAcquire,
            double rank1,
            Map<String, @Nullable Double> fnirAtFpir,
            StatedRate atDefault,
            Losses losses) {
        /** Copies the map, keeping its order. */
        public Shrunk {
            fnirAtFpir = Collections.unmodifiableMap(new LinkedHashMap<>(fnirAtFpir));
        }
    }

    /**
     * The searches of a group at the default threshold.
     *
     * @param group of the labels file
     * @param mated searches
     * @param fnir null without mated searches
     * @param fnirInterval 95 %, by person
     * @param nonMated searches
     * @param fpir null without non-mated searches
     * @param fpirInterval 95 %, by person
     */
    public record Group(
            String group,
            long mated,
            @Nullable Double fnir,
            Interval fnirInterval,
            long nonMated,
            @Nullable Double fpir,
            Interval fpirInterval) {}
}
