package dev.vigil.vision.vector;

/**
 * How a batch of feature maps lies in one array: picture by picture, row by row, pixel by pixel, the channels of a pixel side by
 * side (NHWC), with a border of zeros around every picture, so that a convolution's padding needs no case of its own.
 *
 * @param n pictures
 * @param h rows, without the border
 * @param w columns, without the border
 * @param c channels
 * @param step floats from one pixel to the next: at least {@code c}; what lies beyond {@code c} means nothing. A network's input
 *     may lie plane by plane instead, as it came: then it is less than {@code c}, a single float
 * @param halo rows and columns of zeros on each side
 */
record Geometry(int n, int h, int w, int c, int step, int halo) {
    /** The smallest number of channels that is whole vectors. */
    static int whole(int channels, int lanes) {
        return (channels + lanes - 1) / lanes * lanes;
    }

    /** Floats in one row with its border. */
    int row() {
        return (w + 2 * halo) * step;
    }

    /** Whether the channels of a picture lie one behind the other. */
    boolean planar() {
        return step < c;
    }

    /** Floats in one picture with its border, of one channel if {@link #planar}. */
    int plane() {
        return (h + 2 * halo) * row();
    }

    /** Floats in one picture with its border. */
    int picture() {
        return planar() ? c * plane() : plane();
    }

    /** Floats in all. */
    int size() {
        return Math.multiplyExact(n, picture());
    }

    /** Where the pixel (y, x) of a picture's first channel is; coordinates in the border are negative or beyond the end. */
    int at(int picture, int y, int x) {
        return picture * picture() + (y + halo) * row() + (x + halo) * step;
    }

    /** Pixels in all, without the borders. */
    int pixels() {
        return n * h * w;
    }
}
