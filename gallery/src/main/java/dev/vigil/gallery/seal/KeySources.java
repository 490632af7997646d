package dev.vigil.gallery.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the key-encryption keys come from: the value of {@code gallery.encryption}. {@code file:PATH} is a file (also a mounted
 * secret) with a key on each line, {@code env:NAME} a variable with keys between blanks; several with commas. The first key wraps,
 * all of them unwrap. {@code none} is said by whoever goes without.
 */
public final class KeySources {
    private static final String NONE = "none";
    private static final int MOST_FILE_BYTES = 64 * 1024;
    private static final String HOW =
            "make a key with './vigil keys encryption FILE' and write 'encryption: file:FILE' under 'gallery:'";

    private final List<String> sources;
    private final Map<String, String> environment;

    private KeySources(List<String> sources, Map<String, String> environment) {
        this.sources = List.copyOf(sources);
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads the setting, not yet the keys.
     *
     * @throws UserError if it is missing, or is none of these
     */
    public static KeySources of(@Nullable String setting, Map<String, String> environment) {
        if (setting == null || setting.isBlank()) {
            throw new UserError(
                    "gallery.encryption is missing, and people's faces would lie on the topic for everybody to read: "
                            + HOW + "; or write 'encryption: none' to go without.");
        }
        if (setting.strip().equals(NONE)) {
            return new KeySources(List.of(), environment);
        }
        List<String> sources = new ArrayList<>();
        for (String source : setting.split(",", -1)) {
            String one = source.strip();
            if (!one.startsWith("file:") && !one.startsWith("env:")) {
                throw new UserError(
                        "gallery.encryption is file:PATH, env:NAME or none, not '" + cut(one) + "': " + HOW + ".");
            }
            sources.add(one);
        }
        return new KeySources(sources, environment);
    }

    /** Whether somebody has said to go without. */
    public boolean isNone() {
        return sources.isEmpty();
    }

    /**
     * Reads the keys, as they are now; none where somebody has said so.
     *
     * @throws UserError if a source is missing or holds no key
     */
    public List<KeyEncryptionKey> read() {
        List<KeyEncryptionKey> keys = new ArrayList<>();
        for (String source : sources) {
            String text = source.startsWith("env:") ? variable(source.substring(4)) : file(source.substring(5));
            List<KeyEncryptionKey> found = parse(text, source);
            if (found.isEmpty()) {
                throw new UserError("There is no key in " + source + " (gallery.encryption): " + HOW + ".");
            }
            for (KeyEncryptionKey key : found) {
                if (keys.stream().noneMatch(known -> known.id().equals(key.id()))) {
                    keys.add(key);
                }
            }
        }
        return keys;
    }

    private static List<KeyEncryptionKey> parse(String text, String source) {
        List<KeyEncryptionKey> keys = new ArrayList<>();
        for (String line : text.split("\\R", -1)) {
            String content = line.replaceFirst("#.*", "").strip();
            for (String word : content.isEmpty() ? new String[0] : content.split("[\\s,]+")) {
                try {
                    keys.add(KeyEncryptionKey.fromBase64(word));
                } catch (IllegalArgumentException e) {
                    throw new UserError(
                            400,
                            "A key in " + source + " (gallery.encryption) is not the base64 of 32 bytes: " + HOW + ".",
                            e);
                }
            }
        }
        return keys;
    }

    private String variable(String name) {
        String value = environment.get(name);
        if (value == null) {
            throw new UserError("The variable " + name + ", which gallery.encryption names, is not set: " + HOW + ".");
        }
        return value;
    }

    private static String file(String path) {
        try {
            Path file = Path.of(path);
            if (Files.size(file) > MOST_FILE_BYTES) {
                throw new UserError(
                        "The file " + path + ", which gallery.encryption names, is too large for a few keys.");
            }
            return new String(Files.readAllBytes(file), UTF_8);
        } catch (IOException | InvalidPathException e) {
            throw new UserError(
                    400,
                    "The key file " + path + ", which gallery.encryption names, can't be read: " + HOW
                            + ", or bring the file back that the gallery was sealed with.",
                    e);
        }
    }

    /** A key that was written in the wrong place is not repeated. */
    private static String cut(String text) {
        return text.length() <= 12 ? text : text.substring(0, 4) + "…";
    }
}
