package dev.vigil.recognizer.track;

/** How one frame's scene relates to that of the frame before. */
public enum SceneChange {
    /** The same scene: what moved in it is small. */
    NONE,
    /** Perhaps another one: who stands where somebody stood must prove that it is the same person. */
    SUSPECT,
    /** Another scene: every track ends. */
    CUT;

    /** Below this likeness, and above this difference, nothing of the old scene is left. */
    private static final double CUT_LIKENESS = .3;

    private static final double CUT_DIFFERENCE = 18;
    private static final double SUSPECT_LIKENESS = .75;
    private static final double SUSPECT_DIFFERENCE = 8;

    /** Compares two frames, each shrunk to a few hundred grey pixels. */
    public static SceneChange between(Grey before, Grey now) {
        double difference = before.difference(now);
        if (difference < SUSPECT_DIFFERENCE) {
            return NONE;
        }
        double likeness = before.likeness(now);
        if (likeness < CUT_LIKENESS && difference > CUT_DIFFERENCE) {
            return CUT;
        }
        return likeness < SUSPECT_LIKENESS ? SUSPECT : NONE;
    }
}
