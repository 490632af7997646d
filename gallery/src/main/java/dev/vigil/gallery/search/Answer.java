package dev.vigil.gallery.search;

import java.util.List;

/**
 * What a search found.
 *
 * @param templates how many faces were searched, at most {@value #MOST_PER_PERSON} counted per person
 * @param hits for each probe in order, at most k people, best first; equal scores by the person's id
 */
public record Answer(int templates, List<List<Hit>> hits) {
    /** How many faces of one person count as templates: the N of the false positive identification rate. */
    public static final int MOST_PER_PERSON = 8;

    /** Copies the lists. */
    public Answer {
        hits = hits.stream().map(List::copyOf).toList();
    }

    /**
     * A person, by the best of their faces.
     *
     * @param person id
     * @param face the id of the best; of equal ones the smallest id
     * @param score its cosine with the probe, in [-1, 1]
     */
    public record Hit(String person, String face, float score) {}
}
