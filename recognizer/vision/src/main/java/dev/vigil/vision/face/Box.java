package dev.vigil.vision.face;

/**
 * An axis-parallel rectangle in pixels of its picture, origin top left.
 *
 * @param x left edge
 * @param y top edge
 * @param width in pixels, not negative
 * @param height in pixels, not negative
 */
public record Box(float x, float y, float width, float height) {
    /** Right edge. */
    public float right() {
        return x + width;
    }

    /** Bottom edge. */
    public float bottom() {
        return y + height;
    }

    /** In square pixels. */
    public float area() {
        return width * height;
    }

    /** Intersection over union, in [0, 1]; 0 where both are empty. */
    public float iou(Box other) {
        float w = Math.min(right(), other.right()) - Math.max(x, other.x);
        float h = Math.min(bottom(), other.bottom()) - Math.max(y, other.y);
        if (w <= 0 || h <= 0) {
            return 0;
        }
        float common = w * h;
        return common / (area() + other.area() - common);
    }
}
