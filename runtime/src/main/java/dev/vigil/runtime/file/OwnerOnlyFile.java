package dev.vigil.runtime.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** A file with a secret: whole or not there, and readable by its owner alone. */
public final class OwnerOnlyFile {
    private OwnerOnlyFile() {}

    /**
     * Writes it, in the place of one that is there.
     *
     * @throws UserError if it can't be written
     */
    public static void create(Path file, String text) {
        Path absolute = file.toAbsolutePath();
        try {
            Path draft = Files.createTempFile(absolute.getParent(), ".vigil", ".draft", ownerOnly(absolute));
            try {
                Files.writeString(draft, text, UTF_8);
                move(draft, absolute);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new UserError(400, "The file " + file + " can't be written: choose another place for it.", e);
        }
    }

    private static void move(Path draft, Path file) throws IOException {
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
