package dev.vigil.lab.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What tells one picture's bytes from another's. */
final class FileDigest {
    private FileDigest() {}

    /** The SHA-256 of a file, in hexadecimal; of one that can't be read, something that no file has. */
    static String of(Path file) {
        try {
            return of(Files.readAllBytes(file));
        } catch (IOException e) {
            return "unreadable"; // whoever decodes it says why
        }
    }

    /** The SHA-256 of these bytes, in hexadecimal. */
    static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
