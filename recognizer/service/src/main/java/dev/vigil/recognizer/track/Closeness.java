package dev.vigil.recognizer.track;

import dev.vigil.vision.face.Box;
import dev.vigil.vision.match.Assignment;

/**
 * How well a face fits a track by place and size alone.
 *
 * @param cost from 0, the same box, to 2; {@link Assignment#FORBIDDEN} where it is too far or of another size
 * @param overlap intersection over union with where the track was or is expected, in [0, 1]
 */
record Closeness(double cost, double overlap) {
    private static final Closeness NONE = new Closeness(Assignment.FORBIDDEN, 0);
    /** From this overlap on the overlap alone tells; below it the distance. */
    static final double OVERLAPPING = .2;
    /** How far a face may jump between frames, in sizes, and how much more for each second in which it was not seen. */
    private static final double REACH = .7;

    private static final double REACH_PER_SECOND = .8;
    private static final double MOST_REACH = 2;
    private static final double MOST_GROWTH = 2.5;

    boolean possible() {
        return cost < Assignment.FORBIDDEN;
    }

    static Closeness of(TrackState track, Box expected, Box face, double seconds) {
        Box last = track.sight().box();
        double overlap = Math.max(expected.iou(face), last.iou(face));
        double growth = face.area() / Math.max(1, last.area());
        if (growth > MOST_GROWTH || growth < 1 / MOST_GROWTH) {
            return overlap > .5 ? new Closeness(1 - overlap, overlap) : NONE;
        }
        if (overlap >= OVERLAPPING) {
            return new Closeness(1 - overlap, overlap);
        }
        double distance = Math.min(distance(expected, face), distance(last, face));
        double reach = Math.min(MOST_REACH, REACH + REACH_PER_SECOND * seconds);
        return distance > reach ? NONE : new Closeness(1 + distance / reach, overlap);
    }

    private static double distance(Box a, Box b) {
        double dx = Motion.centreX(a) - Motion.centreX(b);
        double dy = Motion.centreY(a) - Motion.centreY(b);
        return Math.hypot(dx, dy) / ((Motion.size(a) + Motion.size(b)) / 2);
    }
}
