package dev.vigil.vision.picture;

import java.nio.charset.StandardCharsets;

/**
 * What a picture's first bytes promise, read before any pixel is decoded, so that a small file that unfolds into gigabytes is
 * refused at once, and so that a file that ends too early is not shown half grey. Only formats whose header is understood here
 * reach the native decoders.
 *
 * @param format JPEG, PNG, WebP, GIF or BMP
 * @param width in pixels as stored, before orientation
 * @param height in pixels as stored, before orientation
 */
record PictureHeader(String format, int width, int height) {
    /** The most pixels that are decoded; 100 million take 300 MB. */
    static final long MAX_PIXELS = 100_000_000L;

    private static final int ENOUGH_FOR_ANY_MAGIC = 12;

    /**
     * Reads and checks the header, and for formats that can be walked cheaply also that the file is whole.
     *
     * @throws UnreadablePictureException if it is no picture, cut off, damaged, or has more than {@link #MAX_PIXELS} pixels
     */
    static PictureHeader read(byte[] file) {
        if (file.length == 0) {
            throw new UnreadablePictureException("There is no picture: it has 0 bytes.");
        }
        PictureHeader header = dispatch(new Octets(file));
        header.requireReadable();
        return header;
    }

    /** @throws UnreadablePictureException if it has no pixels, or more than {@link #MAX_PIXELS} */
    void requireReadable() {
        if (width <= 0 || height <= 0) {
            throw UnreadablePictureException.damaged(format);
        }
        if ((long) width * height > MAX_PIXELS) {
            throw new UnreadablePictureException("The " + format + " has " + width + "x" + height
                    + " pixels, and at most " + MAX_PIXELS / 1_000_000 + " million are read: make it smaller.");
        }
    }

    private static PictureHeader dispatch(Octets file) {
        if (file.startsWith(0, 0xFF, 0xD8, 0xFF)) {
            return JpegStructure.read(file);
        }
        if (file.startsWith(0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
            return PngStructure.read(file);
        }
        if (file.hasAscii(0, "RIFF") && file.hasAscii(8, "WEBP")) {
            return WebpStructure.read(file);
        }
        if (file.hasAscii(0, "GIF87a") || file.hasAscii(0, "GIF89a")) {
            return new PictureHeader("GIF", file.little16(6), file.little16(8));
        }
        if (file.hasAscii(0, "BM")) {
            return bitmap(file);
        }
        throw new UnreadablePictureException(strange(file));
    }

    /** The Windows bitmap: the length of its header tells the width of the size fields; a negative height means top down. */
    private static PictureHeader bitmap(Octets file) {
        if (file.little32(14) == 12) {
            return new PictureHeader("BMP", file.little16(18), file.little16(20));
        }
        int width = (int) file.little32(18);
        int height = Math.abs((int) file.little32(22));
        long compression = file.little32(30);
        long row = ((long) width * file.little16(28) + 31) / 32 * 4;
        boolean plain = compression == 0 || compression == 3;
        if (plain && width > 0 && file.little32(10) + row * height > file.length()) {
            throw UnreadablePictureException.cutOff("BMP");
        }
        return new PictureHeader("BMP", width, height);
    }

    private static String strange(Octets file) {
        String known = " JPEG, PNG, WebP, GIF and BMP are read.";
        if (file.length() < ENOUGH_FOR_ANY_MAGIC) {
            return "This is no picture: it has only " + file.length() + " bytes.";
        }
        if (file.hasAscii(4, "ftypheic") || file.hasAscii(4, "ftypheix") || file.hasAscii(4, "ftypmif1")) {
            return "HEIC pictures can't be read: save it as JPEG;" + known;
        }
        if (file.hasAscii(4, "ftypavif")) {
            return "AVIF pictures can't be read: save it as JPEG;" + known;
        }
        if (file.hasAscii(0, "II*\0") || file.hasAscii(0, "MM\0*")) {
            return "TIFF pictures can't be read: save it as PNG;" + known;
        }
        return "This is no picture of a known format:" + known;
    }

    /** Bytes with bounds: reading past the end means that the file is cut off. */
    static final class Octets {
        private final byte[] bytes;

        Octets(byte[] bytes) {
            this.bytes = bytes;
        }

        int length() {
            return bytes.length;
        }

        byte[] array() {
            return bytes;
        }

        int at(int index) {
            if (index < 0 || index >= bytes.length) {
                throw UnreadablePictureException.cutOff("picture");
            }
            return bytes[index] & 0xFF;
        }

        int big16(int index) {
            return at(index) << 8 | at(index + 1);
        }

        long big32(int index) {
            return (long) big16(index) << 16 | big16(index + 2);
        }

        int little16(int index) {
            return at(index + 1) << 8 | at(index);
        }

        int little24(int index) {
            return at(index + 2) << 16 | little16(index);
        }

        long little32(int index) {
            return (long) little16(index + 2) << 16 | little16(index);
        }

        boolean startsWith(int from, int... octets) {
            if (from + octets.length > bytes.length) {
                return false;
            }
            for (int i = 0; i < octets.length; i++) {
                if (at(from + i) != octets[i]) {
                    return false;
                }
            }
            return true;
        }

        boolean hasAscii(int from, String text) {
            byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
            for (int i = 0; i < wanted.length; i++) {
                if (from + i >= bytes.length || bytes[from + i] != wanted[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
