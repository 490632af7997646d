package dev.vigil.vision.picture;

import dev.vigil.vision.face.Box;

/**
 * A rectangle of whole pixels that lies inside a picture and holds at least one of them.
 *
 * @param x of its left column
 * @param y of its top row
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 */
public record Region(int x, int y, int width, int height) {
    /**
     * The box with its corners truncated to whole pixels and moved inside the picture. A box that lies outside it altogether
     * becomes the pixel nearest to it.
     */
    public static Region inside(Box box, int pictureWidth, int pictureHeight) {
        int left = clamp(box.x(), pictureWidth - 1);
        int top = clamp(box.y(), pictureHeight - 1);
        int right = Math.max(left + 1, clamp(box.right(), pictureWidth));
        int bottom = Math.max(top + 1, clamp(box.bottom(), pictureHeight));
        return new Region(left, top, right - left, bottom - top);
    }

    /** The box grown by {@code margin} of its size on each side, then as {@link #inside}. */
    static Region around(Box box, float margin, int pictureWidth, int pictureHeight) {
        float dx = box.width() * margin;
        float dy = box.height() * margin;
        Box grown = new Box(box.x() - dx, box.y() - dy, box.width() + 2 * dx, box.height() + 2 * dy);
        return inside(grown, pictureWidth, pictureHeight);
    }

    private static int clamp(float value, int max) {
        return Math.min(max, Math.max(0, (int) value));
    }
}
