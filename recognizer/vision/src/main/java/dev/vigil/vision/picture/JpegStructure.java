package dev.vigil.vision.picture;

import dev.vigil.vision.picture.PictureHeader.Octets;

/**
 * Walks the markers of a JPEG (ITU-T T.81, annex B) from its start to its end-of-image marker. A decoder would fill what is
 * missing with grey and say nothing; a thumbnail's own end marker, inside a segment, must not be taken for the picture's.
 */
final class JpegStructure {
    private static final String NAME = "JPEG";
    private static final int END_OF_IMAGE = 0xD9;
    private static final int START_OF_SCAN = 0xDA;
    /** A progressive picture has about ten; each costs a pass over every pixel, so that hundreds are an attack. */
    private static final int MAX_SCANS = 100;

    private static final long MAX_WORK = 20 * PictureHeader.MAX_PIXELS;

    private final Octets file;
    private int position = 2;
    private int width;
    private int height;
    private int scans;

    private JpegStructure(Octets file) {
        this.file = file;
    }

    static PictureHeader read(Octets file) {
        return new JpegStructure(file).walk();
    }

    private PictureHeader walk() {
        while (true) {
            int marker = nextMarker();
            if (marker == END_OF_IMAGE) {
                return finish();
            }
            if (standsAlone(marker)) {
                continue;
            }
            int length = segmentLength();
            if (isFrame(marker) && width == 0) {
                height = file.big16(position + 3);
                width = file.big16(position + 5);
                new PictureHeader(NAME, width, height).requireReadable();
            }
            position += length;
            if (marker == START_OF_SCAN) {
                countScan();
            }
        }
    }

    /** Skips entropy-coded data and stray bytes; within them FF 00 is a data byte, and FF D0 … D7 are restarts. */
    private int nextMarker() {
        byte[] bytes = file.array();
        int end = bytes.length - 1;
        int at = position;
        while (at < end) {
            if (bytes[at++] != (byte) 0xFF) {
                continue;
            }
            int code = bytes[at] & 0xFF;
            if (code != 0 && code != 0xFF) {
                position = at + 1;
                return code;
            }
        }
        throw UnreadablePictureException.cutOff(NAME);
    }

    private int segmentLength() {
        if (position + 2 > file.length()) {
            throw UnreadablePictureException.cutOff(NAME);
        }
        int length = file.big16(position);
        if (length < 2) {
            throw UnreadablePictureException.damaged(NAME);
        }
        if (position + length > file.length()) {
            throw UnreadablePictureException.cutOff(NAME);
        }
        return length;
    }

    private void countScan() {
        if (++scans > MAX_SCANS || (long) scans * width * height > MAX_WORK) {
            throw new UnreadablePictureException(
                    "The JPEG goes over its pixels more than " + (scans - 1) + " times: save it as a plain JPEG.");
        }
    }

    private PictureHeader finish() {
        if (width == 0 || scans == 0) {
            throw UnreadablePictureException.damaged(NAME);
        }
        return new PictureHeader(NAME, width, height);
    }

    private static boolean standsAlone(int marker) {
        return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
    }

    /** SOF0 … SOF15, without the tables and the arithmetic conditioning that lie among their codes. */
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }
}
