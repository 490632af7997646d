package dev.vigil.lab.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How errors fall as the worst pictures are refused. */
final class RejectCurve {
    private static final double[] SHARES = {0, .01, .02, .05, .1, .15, .2, .3, .4, .5};

    private RejectCurve() {}

    /**
     * One genuine comparison or mated search.
     *
     * @param quality of the worse picture; 0 where no face was found
     * @param error whether it failed
     */
    record Trial(double quality, boolean error) {}

    /** Shares of up to a half refused; empty without trials. */
    static List<RejectPoint> of(List<Trial> trials) {
        List<Trial> worstFirst = trials.stream()
                .sorted(Comparator.comparingDouble(Trial::quality))
                .toList();
        List<RejectPoint> points = new ArrayList<>();
        for (double share : SHARES) {
            List<Trial> left = worstFirst.subList((int) Math.round(share * worstFirst.size()), worstFirst.size());
            if (!left.isEmpty()) {
                long errors = left.stream().filter(Trial::error).count();
                points.add(new RejectPoint(share, left.get(0).quality(), (double) errors / left.size()));
            }
        }
        return points;
    }
}
