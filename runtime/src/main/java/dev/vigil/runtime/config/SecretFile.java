package dev.vigil.runtime.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A secret's value in a file of its own, as an orchestrator mounts it. */
final class SecretFile {
    private static final long MOST_BYTES = 64 * 1024;

    private SecretFile() {}

    /** Whether the setting may be given by a file. */
    static boolean allowed(RecordComponent component) {
        return component.getType() == Secret.class;
    }

    /** The key that names the file of {@code key}. */
    static String key(String key) {
        return key + "File";
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException whose message says what is wrong
     */
    static String read(String file) {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > MOST_BYTES) {
                throw new IllegalArgumentException("the file " + file + " is too large to hold a secret");
            }
            String text = Files.readString(path, UTF_8).strip();
            if (text.isEmpty()) {
                throw new IllegalArgumentException("the file " + file + " is empty");
            }
            return text;
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no file " + file, e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the file " + file + " is no text", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the file " + file + " can't be read (" + e.getMessage() + ")", e);
        }
    }
}
