package dev.vigil.ingest.source;

import java.util.List;

/**
 * A part of the upright picture, as shares of its width and height: the frames that are published are that part.
 *
 * @param x of the left edge, in [0, 1)
 * @param y of the upper edge, in [0, 1)
 * @param width in [0.01, 1 - x]
 * @param height in [0.01, 1 - y]
 */
public record Region(double x, double y, double width, double height) {
    /** The whole picture. */
    public static final Region WHOLE = new Region(0, 0, 1, 1);

    private static final double ROUNDING = 1e-9;
    private static final double LEAST = 0.01;

    /**
     * Checks the edges.
     *
     * @throws IllegalArgumentException with one sentence that says what would be right
     */
    public Region {
        boolean inside = x >= 0 && y >= 0 && width >= LEAST && height >= LEAST;
        if (!inside || !(x + width <= 1 + ROUNDING && y + height <= 1 + ROUNDING)) {
            throw wrong();
        }
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException(
                "A region is written as 'x,y,width,height' in shares of the picture, all of it inside: '0.25,0,0.5,1' is"
                        + " the middle half.");
    }

    /**
     * Reads {@code x,y,width,height}.
     *
     * @throws IllegalArgumentException with one sentence that says what would be right
     */
    public static Region parse(String text) {
        List<Double> numbers = Shares.numbers(text).orElseThrow(Region::wrong);
        if (numbers.size() != 4) {
            throw wrong();
        }
        return new Region(numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3));
    }

    /** Whether nothing is cut away. */
    boolean whole() {
        return equals(WHOLE);
    }

    /** The same part of the picture as it is stored, before it is turned upright. */
    Region stored(Orientation orientation) {
        double left = orientation.flipX() ? 1 - x - width : x;
        double top = orientation.flipY() ? 1 - y - height : y;
        return orientation.transpose()
                ? new Region(Math.max(0, top), Math.max(0, left), height, width)
                : new Region(Math.max(0, left), Math.max(0, top), width, height);
    }
}
