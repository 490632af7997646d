package dev.vigil.vision.face;

import dev.vigil.vision.picture.Picture;
import java.util.Arrays;

/**
 * A face turned and scaled so that its five landmarks lie where embedders expect them: 112x112 BGR pixels on the heap, which may
 * outlive its picture. Immutable; threads may share it.
 */
public final class AlignedFace {
    /** Its width and height in pixels. */
    public static final int SIDE = 112;

    private final byte[] bgr;

    AlignedFace(byte[] bgr) {
        this.bgr = bgr;
    }

    /**
     * From kept pixels.
     *
     * @param bgr {@code 112 * 112 * 3} bytes, row by row, blue first; copied
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static AlignedFace ofBgr(byte[] bgr) {
        if (bgr.length != SIDE * SIDE * 3) {
            throw new IllegalArgumentException(
                    "An aligned face has " + SIDE * SIDE * 3 + " bytes, not " + bgr.length + ".");
        }
        return new AlignedFace(bgr.clone());
    }

    /** A copy of the pixels, {@code 112 * 112 * 3} bytes, row by row, blue first. */
    public byte[] bgr() {
        return bgr.clone();
    }

    /** As a JPEG to show, with {@code quality} in [1, 100]. */
    public byte[] toJpeg(int quality) {
        try (Picture picture = Picture.ofBgr(bgr, SIDE, SIDE)) {
            return picture.toJpeg(quality);
        }
    }

    /** The pixels themselves, not to be changed. */
    byte[] pixels() {
        return bgr;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AlignedFace face && Arrays.equals(bgr, face.bgr);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bgr);
    }

    @Override
    public String toString() {
        return "AlignedFace[" + SIDE + "x" + SIDE + "]";
    }
}
