package dev.vigil.vision.match;

/**
 * How often different people reach a score with one embedder: with a single picture, and with a track, whose pictures are fused and
 * which asks more than once, so that the best of several answers counts.
 *
 * @param single of single pictures
 * @param track of tracks of several pictures
 */
public record FalseMatchCurves(FalseMatchCurve single, FalseMatchCurve track) {
    /** What stands in for an embedder of which nothing is known. */
    public static final FalseMatchCurves ASSUMED =
            new FalseMatchCurves(FalseMatchCurve.assumed(), FalseMatchCurve.assumed());

    /**
     * The curve for a probe.
     *
     * @param shots of how many pictures its embedding is made, at least 1
     */
    public FalseMatchCurve of(int shots) {
        return shots > 1 ? track : single;
    }
}
