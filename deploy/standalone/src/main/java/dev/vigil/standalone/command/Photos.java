package dev.vigil.standalone.command;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads photos that the command line names. */
public final class Photos {
    private static final long LARGEST = 256L << 20;

    private Photos() {}

    /**
     * The bytes of {@code file}.
     *
     * @throws UserError naming the file, if it is none, can't be read, or is larger than any photo
     */
    public static byte[] read(Path file) {
        if (Files.isDirectory(file)) {
            throw new UserError(file + " is a folder: name a photo.");
        }
        if (!Files.exists(file)) {
            throw new UserError("There is no file " + file + ": name a photo.");
        }
        try {
            if (Files.size(file) > LARGEST) {
                throw new UserError(file + " is larger than 256 MB, and so no photo: name a JPEG or PNG.");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UserError(400, file + " can't be read: " + e.getMessage() + ".", e);
        }
    }
}
