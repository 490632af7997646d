package dev.vigil.lab.evaluate;

/**
 * One search of a gallery and how it went.
 *
 * @param person who searched
 * @param image the probe
 * @param mated whether the person is on the list of those enrolled
 * @param acquired what became of the probe
 * @param mate the best score of the person's own templates; -1 where there are none, or no face was found
 * @param other the best score of anybody else's; -1 likewise
 * @param rank of the person among all, from 1; of equal scores the others come first; 0 where there is no score
 */
record Search(String person, String image, boolean mated, Acquired acquired, float mate, float other, int rank) {
    /** Whether the person is found: first, and at or above {@code threshold}. */
    boolean found(double threshold) {
        return rank == 1 && mate >= threshold;
    }

    /** Whether anybody else reaches {@code threshold}. */
    boolean falsePositive(double threshold) {
        return acquired instanceof Acquired.Template && other >= threshold;
    }
}
