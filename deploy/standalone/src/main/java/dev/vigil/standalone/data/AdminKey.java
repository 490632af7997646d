package dev.vigil.standalone.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.file.OwnerOnlyFile;
import dev.vigil.runtime.http.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Where it lies, or would. */
    public Path file() {
        return file;
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
        OwnerOnlyFile.create(file, key + "\n");
        return key;
    }
}
