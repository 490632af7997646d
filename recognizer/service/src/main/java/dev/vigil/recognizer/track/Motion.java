package dev.vigil.recognizer.track;

import dev.vigil.vision.face.Box;

/**
 * How a face's box moves: its centre, and the logarithms of its sides so that a size is never negative. Noise is taken relative
 * to the size of the box, since a near face moves more pixels than a far one.
 *
 * @param x centre in pixels
 * @param y centre in pixels
 * @param width logarithm of the width
 * @param height logarithm of the height
 */
public record Motion(Axis x, Axis y, Axis width, Axis height) {
    /** How far a detector's box jitters, as a part of the face's size. */
    private static final double JITTER = .05;
    /** How fast a face may begin to move: sizes a second. */
    private static final double SPEED = 1.5;
    /** How much it accelerates: sizes a second squared. */
    private static final double ACCELERATION = 4;
    /** How fast its size changes: logarithm a second, and a second squared. */
    private static final double GROWTH = .3;
    /** Longer than this a velocity says nothing. */
    private static final double TRUSTED_SECONDS = .6;

    /** So much more the box of a weak detection jitters. */
    private static final double LOOSE = 3;

    private static final float LEAST_SIDE = 1;

    /** At rest where it is first seen. */
    static Motion first(Box box) {
        double size = size(box);
        return new Motion(
                Axis.first(centreX(box), JITTER * size, SPEED * size),
                Axis.first(centreY(box), JITTER * size, SPEED * size),
                Axis.first(log(box.width()), JITTER, GROWTH),
                Axis.first(log(box.height()), JITTER, GROWTH));
    }

    /** Where it will be {@code seconds} later; beyond a while it is expected to stay. */
    Motion after(double seconds) {
        double t = Math.min(seconds, TRUSTED_SECONDS);
        double push = ACCELERATION * size(box());
        return new Motion(x.after(t, push), y.after(t, push), width.after(t, GROWTH), height.after(t, GROWTH));
    }

    /** Corrected by what the detector saw. */
    Motion measured(Box box) {
        double jitter = JITTER * size(box);
        return new Motion(
                x.measured(centreX(box), jitter),
                y.measured(centreY(box), jitter),
                width.measured(log(box.width()), JITTER),
                height.measured(log(box.height()), JITTER));
    }

    /**
     * Corrected by what the detector was not sure of: a part of a face, whose box says less of where it is.
     *
     * @see #measured
     */
    Motion measuredLoosely(Box box) {
        double jitter = LOOSE * JITTER * size(box);
        return new Motion(
                x.measured(centreX(box), jitter),
                y.measured(centreY(box), jitter),
                width.measured(log(box.width()), LOOSE * JITTER),
                height.measured(log(box.height()), LOOSE * JITTER));
    }

    /** The box that is expected, in pixels. */
    public Box box() {
        double w = Math.exp(width.value());
        double h = Math.exp(height.value());
        return new Box((float) (x.value() - w / 2), (float) (y.value() - h / 2), (float) w, (float) h);
    }

    static double size(Box box) {
        return Math.sqrt(Math.max(LEAST_SIDE, box.width()) * Math.max(LEAST_SIDE, box.height()));
    }

    static double centreX(Box box) {
        return box.x() + box.width() / 2.0;
    }

    static double centreY(Box box) {
        return box.y() + box.height() / 2.0;
    }

    private static double log(float side) {
        return Math.log(Math.max(LEAST_SIDE, side));
    }
}
