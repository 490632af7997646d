package dev.vigil.vision.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Writes gzipped tars for tests, entry by entry. */
final class Tarballs {
    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

    /** A regular file. */
    Tarballs file(String name, byte[] bytes) {
        return entry(name, '0', bytes);
    }

    /** An entry of any type. */
    Tarballs entry(String name, char type, byte[] bytes) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 124, String.format(Locale.ROOT, "%011o", bytes.length));
        header[156] = (byte) type;
        put(header, 257, "ustar");
        tar.writeBytes(header);
        tar.writeBytes(bytes);
        tar.writeBytes(new byte[(512 - bytes.length % 512) % 512]);
        return this;
    }

    /** A name that a header has no room for, as pax writes it; the next entry bears it. */
    Tarballs pax(String path) {
        String record = " path=" + path + "\n";
        int length = record.length() + 2;
        length += String.valueOf(length).length() > 2 ? 1 : 0;
        return entry("PaxHeader", 'x', (length + record).getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes of the archive. */
    byte[] gzipped() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(tar.toByteArray());
            gzip.write(new byte[1024]);
        }
        return out.toByteArray();
    }

    /** The archive as a file. */
    Path write(Path file) throws IOException {
        return Files.write(file, gzipped());
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
