package dev.vigil.vision.picture;

import dev.vigil.vision.picture.PictureHeader.Octets;
import java.util.zip.CRC32;

/** Walks the chunks of a PNG (ISO/IEC 15948, clause 5) and checks each checksum, up to the end chunk. */
final class PngStructure {
    private static final String NAME = "PNG";
    private static final int SIGNATURE = 8;
    private static final int AROUND = 12;

    private PngStructure() {}

    static PictureHeader read(Octets file) {
        if (file.length() < SIGNATURE + AROUND + 13) {
            throw UnreadablePictureException.cutOff(NAME);
        }
        if (!file.hasAscii(SIGNATURE + 4, "IHDR")) {
            throw UnreadablePictureException.damaged(NAME);
        }
        int at = SIGNATURE;
        while (true) {
            int length = chunkLength(file, at);
            if (file.hasAscii(at + 4, "IEND")) {
                return new PictureHeader(NAME, side(file, SIGNATURE + 8), side(file, SIGNATURE + 12));
            }
            at += AROUND + length;
        }
    }

    private static int chunkLength(Octets file, int at) {
        if (at > file.length() - AROUND) {
            throw UnreadablePictureException.cutOff(NAME);
        }
        long length = file.big32(at);
        if (length > file.length() - AROUND - at) {
            throw UnreadablePictureException.cutOff(NAME);
        }
        CRC32 checksum = new CRC32();
        checksum.update(file.array(), at + 4, (int) length + 4);
        if (checksum.getValue() != file.big32(at + 8 + (int) length)) {
            throw UnreadablePictureException.damaged(NAME);
        }
        return (int) length;
    }

    private static int side(Octets file, int at) {
        return (int) Math.min(Integer.MAX_VALUE, file.big32(at));
    }
}
