package dev.vigil.ingest.source;

/** A small grey picture to compare others with: what moved is seen in it, noise is not. Immutable; not copied. */
public final class GreyPicture {
    private final byte[] pixels;
    private final int width;

    /** Takes over the pixels, row by row, one byte each. */
    public GreyPicture(byte[] pixels, int width) {
        this.pixels = pixels;
        this.width = width;
    }

    /**
     * The share of pixels that differ by more than {@code difference} of 255 grey levels, in [0, 1]; 1 where the sizes differ.
     */
    public double changed(GreyPicture other, int difference) {
        if (other.width != width || other.pixels.length != pixels.length) {
            return 1;
        }
        int changed = 0;
        for (int i = 0; i < pixels.length; i++) {
            changed += Math.abs((pixels[i] & 0xFF) - (other.pixels[i] & 0xFF)) > difference ? 1 : 0;
        }
        return pixels.length == 0 ? 0 : (double) changed / pixels.length;
    }
}
