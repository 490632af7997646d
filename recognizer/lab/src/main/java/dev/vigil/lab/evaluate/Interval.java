package dev.vigil.lab.evaluate;

/**
 * Where a rate lies with a probability of 95 %.
 *
 * @param low in [0, 1]
 * @param high in [0, 1]
 */
public record Interval(double low, double high) {
    /** Whether {@code rate} lies in it. */
    public boolean contains(double rate) {
        return low <= rate && rate <= high;
    }
}
