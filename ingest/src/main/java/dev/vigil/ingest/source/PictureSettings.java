package dev.vigil.ingest.source;

import java.util.List;

/**
 * What of a picture is published, and how.
 *
 * @param width frames are scaled down to at most this, in pixels, never up
 * @param quality of the JPEG, in [1, 100]
 * @param region the part that is published
 * @param masks what is blacked out
 */
public record PictureSettings(int width, int quality, Region region, List<Polygon> masks) {
    /** Copies the list. */
    public PictureSettings {
        masks = List.copyOf(masks);
    }

    /** How wide the whole picture must be for its region to be as wide as wanted, in pixels. */
    int wholeWidth() {
        return (int) Math.ceil(width / region.width());
    }

    /** The whole picture. */
    public static PictureSettings whole(int width, int quality) {
        return new PictureSettings(width, quality, Region.WHOLE, List.of());
    }
}
