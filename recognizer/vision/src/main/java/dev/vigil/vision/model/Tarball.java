package dev.vigil.vision.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a gzipped tar (ustar with the GNU and pax extensions for long names), as npm makes them. Takes regular files only: links
 * and devices are passed over. Not thread-safe.
 */
final class Tarball implements AutoCloseable {
    private static final int BLOCK = 512;
    private static final int LONGEST_NAME_RECORD = 1 << 16;

    private final InputStream in;
    private String name = "";
    private long left;
    private long padding;

    /** Opens the file. */
    Tarball(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            this.in = new GZIPInputStream(raw, 1 << 16);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** Goes to the next regular file; false at the end. */
    boolean next() throws IOException {
        String longName = null;
        while (true) {
            skip(left + padding);
            left = 0;
            padding = 0;
            byte[] header = in.readNBytes(BLOCK);
            if (header.length == 0 || isZero(header)) {
                // To the end, where the checksum of the whole is compared.
                in.transferTo(OutputStream.nullOutputStream());
                return false;
            }
            if (header.length < BLOCK) {
                throw new EOFException("it ends in the middle of a header");
            }
            left = octal(header, 124, 12);
            padding = (BLOCK - left % BLOCK) % BLOCK;
            switch (header[156]) {
                case 'L', 'x' -> longName = longName(header[156], longName);
                case 0, '0', '7' -> {
                    name = longName == null ? shortName(header) : longName;
                    return true;
                }
                default -> longName = null;
            }
        }
    }

    /** The current file's path as the archive has it. */
    String name() {
        return name;
    }

    /** Writes the current file. */
    void copyTo(Path target) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(target)) {
            while (left > 0) {
                int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (n < 0) {
                    throw new EOFException("it ends in the middle of a file");
                }
                out.write(buffer, 0, n);
                left -= n;
            }
        }
    }

    private @Nullable String longName(byte kind, @Nullable String before) throws IOException {
        if (left > LONGEST_NAME_RECORD) {
            throw new IOException("it has a name of " + left + " bytes");
        }
        byte[] record = in.readNBytes((int) left);
        if (record.length < left) {
            throw new EOFException("it ends in the middle of a name");
        }
        left = 0;
        String text = new String(record, StandardCharsets.UTF_8);
        if (kind == 'L') {
            return text.replace("\0", "");
        }
        return text.lines()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .filter(line -> line.startsWith("path="))
                .map(line -> line.substring("path=".length()))
                .findFirst()
                .orElse(before);
    }

    private static String shortName(byte[] header) {
        String name = text(header, 0, 100);
        boolean ustar = text(header, 257, 5).equals("ustar");
        String prefix = ustar ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] header, int from, int length) throws IOException {
        String digits = text(header, from, length).strip();
        if (!digits.matches("[0-7]{1,11}")) {
            throw new IOException("it has a file of an impossible size");
        }
        return Long.parseLong(digits, 8);
    }

    private static boolean isZero(byte[] header) {
        return Arrays.equals(header, new byte[header.length]);
    }

    private void skip(long bytes) throws IOException {
        in.skipNBytes(bytes);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
