package dev.vigil.vision.picture;

import dev.vigil.vision.picture.PictureHeader.Octets;

/** Reads the size of a WebP (RFC 9649) from its first chunk, in its three forms: extended, lossless, lossy. */
final class WebpStructure {
    private static final String NAME = "WebP";

    private WebpStructure() {}

    static PictureHeader read(Octets file) {
        if (file.length() < 30 || file.little32(4) + 8 > file.length()) {
            throw UnreadablePictureException.cutOff(NAME);
        }
        if (file.hasAscii(12, "VP8X")) {
            return new PictureHeader(NAME, file.little24(24) + 1, file.little24(27) + 1);
        }
        if (file.hasAscii(12, "VP8L")) {
            long bits = file.little32(21);
            return new PictureHeader(NAME, (int) (bits & 0x3FFF) + 1, (int) (bits >> 14 & 0x3FFF) + 1);
        }
        if (file.hasAscii(12, "VP8 ")) {
            return new PictureHeader(NAME, file.little16(26) & 0x3FFF, file.little16(28) & 0x3FFF);
        }
        throw UnreadablePictureException.damaged(NAME);
    }
}
