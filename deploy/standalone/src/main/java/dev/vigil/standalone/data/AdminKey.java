package dev.vigil.standalone.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.KeyRing;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The administrator's key in a data folder: a file that its owner alone may read. */
public final class AdminKey {
    private final Path file;

    private AdminKey(Path file) {
        this.file = file;
    }

    /** That of the data folder {@code root}. */
    public static AdminKey of(Path root) {
        return new AdminKey(root.resolve("admin.key"));
    }

    /** The key, or empty where the folder has none. */
    public Optional<String> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String key = Files.readString(file, UTF_8).trim();
            if (key.isEmpty()) {
                throw new UserError(
                        "The key file " + file + " is empty: delete it, and the next quickstart makes a new key.");
            }
            return Optional.of(key);
        } catch (IOException e) {
            throw new UserError(
                    400, "The key file " + file + " can't be read: give the key with --key or VIGIL_KEY.", e);
        }
    }

    String readOrCreate() {
        return read().orElseGet(this::create);
    }

    private String create() {
        String key = KeyRing.newKey();
        try {
            Path draft = Files.createTempFile(file.getParent(), "admin", ".key", ownerOnly());
            Files.writeString(draft, key + "\n", UTF_8);
            try {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(draft, file);
            }
            return key;
        } catch (IOException e) {
            throw new UserError(
                    400, "The key file " + file + " can't be written: choose another folder with --data.", e);
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
