package dev.vigil.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * What a picture file says of itself before anything is decoded: so a picture of a few kilobytes that claims gigapixels is
 * refused by its header.
 *
 * @param kind of file
 * @param width in pixels, as stored
 * @param height in pixels, as stored
 */
record PictureHeader(Kind kind, long width, long height) {
    private static final int SIGNATURE = 30;

    /** The kinds that are read; a closed list. */
    enum Kind {
        JPEG,
        PNG,
        BMP,
        TIFF,
        WEBP
    }

    long pixels() {
        return width * height;
    }

    /** The kind by the file's first bytes, or empty where it is none of them. */
    static Optional<Kind> kindOf(Path file) throws IOException {
        return kind(start(file));
    }

    /** Reads the header, or empty where the file is no picture of a known kind or its header is damaged. */
    static Optional<PictureHeader> read(Path file) throws IOException {
        byte[] start = start(file);
        Optional<Kind> kind = kind(start);
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        return kind.get() == Kind.WEBP ? webp(start) : measured(file, kind.get());
    }

    private static byte[] start(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(SIGNATURE);
        }
    }

    private static Optional<Kind> kind(byte[] start) {
        if (start.length < SIGNATURE) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(start);
        int first = bytes.getInt(0);
        if (first >>> 8 == 0xFFD8FF) {
            return Optional.of(Kind.JPEG);
        } else if (first == 0x89504E47) {
            return Optional.of(Kind.PNG);
        } else if (first == 0x49492A00 || first == 0x4D4D002A) {
            return Optional.of(Kind.TIFF);
        } else if (first == 0x52494646 && bytes.getInt(8) == 0x57454250) { // RIFF….WEBP
            return Optional.of(Kind.WEBP);
        }
        return first >>> 16 == 0x424D ? Optional.of(Kind.BMP) : Optional.empty();
    }

    private static Optional<PictureHeader> measured(Path file, Kind kind) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return Optional.of(new PictureHeader(kind, reader.getWidth(0), reader.getHeight(0)));
            } catch (IOException | RuntimeException e) {
                return Optional.empty(); // ImageIO throws many kinds of exception at damaged headers
            } finally {
                reader.dispose();
            }
        }
    }

    /** The three forms of a WebP header (RFC 9649, 2.5 to 2.7). */
    private static Optional<PictureHeader> webp(byte[] start) {
        ByteBuffer bytes = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
        return switch (bytes.getInt(12)) {
            case 0x20385056 ->
                Optional.of(
                        new PictureHeader( // "VP8 "
                                Kind.WEBP, bytes.getShort(26) & 0x3FFF, bytes.getShort(28) & 0x3FFF));
            case 0x4C385056 ->
                Optional.of(
                        new PictureHeader( // "VP8L"
                                Kind.WEBP, (bytes.getInt(21) & 0x3FFF) + 1, (bytes.getInt(21) >>> 14 & 0x3FFF) + 1));
            case 0x58385056 ->
                Optional.of(
                        new PictureHeader( // "VP8X"
                                Kind.WEBP, (bytes.getInt(24) & 0xFFFFFF) + 1, (bytes.getInt(26) >>> 8) + 1));
            default -> Optional.empty();
        };
    }
}
