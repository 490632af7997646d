package dev.vigil.lab.evaluate;

/**
 * A threshold that the model's card gives for a wanted false positive identification rate, and what was measured there.
 *
 * @param stated the rate wanted
 * @param threshold that the card gives for it and for this gallery
 * @param extrapolated whether the card measured no rate so low
 * @param fpir measured false positive identification rate
 * @param fpirInterval 95 %, by person
 * @param fnir measured false negative identification rate
 * @param fnirInterval 95 %, by person
 * @param agreement how both rates agree
 */
public record StatedRate(
        double stated,
        double threshold,
        boolean extrapolated,
        double fpir,
        Interval fpirInterval,
        double fnir,
        Interval fnirInterval,
        Agreement agreement) {
    /** A stated rate may be this many times the measured one's upper bound. */
    private static final double FACTOR = 3;

    /** How a stated rate compares with a measured one. */
    public enum Agreement {
        /** So few strangers were searched that less than one of them would be taken for somebody: nothing can be said. */
        TOO_FEW_TO_TELL,
        /** It lies in the interval of the measured one. */
        AGREES,
        /** It lies above the interval, by a factor of at most three: on the safe side. */
        SAFE,
        /** It lies above the interval by more than that: the threshold could be lower. */
        TOO_STRICT,
        /** It lies below the interval: strangers are taken for somebody more often than stated. */
        TOO_LAX;

        /** Of {@code stated} with what was {@code measured} in so many searches of strangers. */
        static Agreement of(double stated, Interval measured, int searches) {
            if (measured.contains(stated)) {
                return stated * searches < 1 ? TOO_FEW_TO_TELL : AGREES;
            }
            if (stated < measured.low()) {
                return TOO_LAX;
            }
            return stated <= FACTOR * measured.high() ? SAFE : TOO_STRICT;
        }
    }
}
