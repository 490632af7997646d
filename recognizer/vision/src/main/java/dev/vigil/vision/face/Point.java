package dev.vigil.vision.face;

/**
 * A point in pixels of its picture, origin top left.
 *
 * @param x to the right
 * @param y downwards
 */
public record Point(float x, float y) {
    /** The Euclidean distance in pixels. */
    public float distance(Point other) {
        return (float) Math.hypot(x - other.x, y - other.y);
    }
}
