package dev.vigil.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.file.OwnerOnlyFile;
import dev.vigil.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was changed by HTTP, in a file that only its owner may read: it holds the cameras' passwords. It is written whole or not at
 * all. For one thread at a time.
 */
final class CameraStore {
    private final @Nullable Path file;

    /** Kept in {@code file}; null keeps nothing. */
    CameraStore(@Nullable Path file) {
        this.file = file;
    }

    /**
     * What HTTP has said of one camera.
     *
     * @param config as it was put, or null where it was removed
     * @param over the mark of what the configuration file said of it then, or null where that said nothing
     */
    record Word(@Nullable CameraConfig config, @Nullable String over) {}

    /**
     * Everything that HTTP has said.
     *
     * @param words by camera
     * @param paused the cameras that are paused
     */
    record Words(Map<String, Word> words, Set<String> paused) {
        Words {
            words = new TreeMap<>(words);
            paused = new TreeSet<>(paused);
        }
    }

    /**
     * Reads the file; nothing where there is none.
     *
     * @throws UserError if it can't be read or understood: nothing is guessed of it
     */
    Words read() {
        Words empty = new Words(Map.of(), Set.of());
        if (file == null) {
            return empty;
        }
        try {
            return parse(Json.read(Files.readAllBytes(file), JsonNode.class));
        } catch (NoSuchFileException e) {
            return empty;
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new UserError(
                    500,
                    "The file " + file + " with the cameras that were put by HTTP can't be read (" + e.getMessage()
                            + "): mend it, or remove it to go on with those of the configuration.",
                    e);
        }
    }

    private static Words parse(JsonNode tree) {
        Words words = new Words(Map.of(), Set.of());
        for (Map.Entry<String, JsonNode> entry : tree.path("cameras").properties()) {
            JsonNode config = entry.getValue().path("config");
            JsonNode over = entry.getValue().path("over");
            words.words.put(
                    entry.getKey(),
                    new Word(
                            config.isObject() ? CameraJson.read((ObjectNode) config) : null,
                            over.isTextual() ? over.asText() : null));
        }
        tree.path("paused").forEach(id -> words.paused.add(id.asText()));
        return words;
    }

    /**
     * Writes the file.
     *
     * @throws UserError if that fails: then nothing has changed
     */
    void write(Words words) {
        if (file == null) {
            return;
        }
        ObjectNode tree = Json.mapper().createObjectNode();
        ObjectNode cameras = tree.putObject("cameras");
        words.words.forEach((id, word) -> {
            ObjectNode one = cameras.putObject(id);
            one.set("config", word.config == null ? null : CameraJson.tree(word.config));
            one.put("over", word.over);
        });
        words.paused.forEach(tree.putArray("paused")::add);
        try {
            Files.createDirectories(
                    java.util.Objects.requireNonNull(file.toAbsolutePath().getParent()));
        } catch (IOException e) {
            throw new UserError(500, "The folder of " + file + " can't be made: name another with ingest.state.", e);
        }
        OwnerOnlyFile.create(file, Json.pretty(tree) + System.lineSeparator());
    }
}
