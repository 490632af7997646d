package dev.vigil.lab.evaluate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code evaluate oneshot --json} writes. Rates are fractions in [0, 1].
 *
 * @param people in the folder
 * @param images of them
 * @param peopleWithoutFace of whom no picture yielded a face
 * @param failuresToAcquire images without a face
 * @param unreadable images that can't be decoded, which are left out
 * @param episodes of each row
 * @param seed of who and what was drawn
 * @param rows each combination of ways and shots
 * @param model the embedder's id
 * @param facesPerSecond images a second on all cores; 0 where all came from the cache
 */
public record OneShotReport(
        int people,
        int images,
        int peopleWithoutFace,
        int failuresToAcquire,
        int unreadable,
        int episodes,
        long seed,
        List<Row> rows,
        String model,
        double facesPerSecond) {
    /** Copies the rows. */
    public OneShotReport {
        rows = List.copyOf(rows);
    }

    /**
     * Episodes of as many people with as many pictures each.
     *
     * @param ways people in an episode
     * @param shots pictures enrolled of each
     * @param people who have one picture more than that; fewer than {@code ways} are too few
     * @param rank1 share of right answers; null where there are too few people
     * @param episodeInterval 95 % over the episodes, as such results are usually given; too narrow where episodes share people
     * @param personInterval 95 % over the people: how it would be with other people
     */
    public record Row(
            int ways,
            int shots,
            int people,
            @Nullable Double rank1,
            @Nullable Interval episodeInterval,
            @Nullable Interval personInterval) {}
}
