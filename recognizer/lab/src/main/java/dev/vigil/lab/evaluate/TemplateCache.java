package dev.vigil.lab.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import dev.vigil.vision.face.Box;
import dev.vigil.vision.face.Quality;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Templates that were computed before, so that a long evaluation goes on where it ended: a file of one JSON object a line, only ever
 * appended to. An entry is found by what it was computed from (the picture's bytes, the networks, the settings), so that a changed
 * picture or network is computed anew. It holds biometric data: the owner alone may read it. Threads may share it; processes may not.
 */
public final class TemplateCache implements AutoCloseable {
    private final Map<String, Line> known = new ConcurrentHashMap<>();
    private final @Nullable BufferedWriter writer;

    /** A line of the file; without an embedding where there was no face. */
    private record Line(
            String key,
            @Nullable Embedding embedding,
            @Nullable Quality quality,
            @Nullable Box box) {
        Acquired acquired() {
            return embedding == null || quality == null || box == null
                    ? new Acquired.NoFace()
                    : new Acquired.Template(embedding, quality, box);
        }
    }

    private TemplateCache(@Nullable BufferedWriter writer) {
        this.writer = writer;
    }

    /** Remembers nothing beyond this process. */
    public static TemplateCache none() {
        return new TemplateCache(null);
    }

    /**
     * That in {@code file}, which is made where it is missing. A last line that a killed process left unfinished is ignored.
     *
     * @throws UserError if it can't be read or written
     */
    public static TemplateCache in(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, ownerOnly(file));
            }
            BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
            TemplateCache cache = new TemplateCache(writer);
            cache.load(file);
            return cache;
        } catch (IOException e) {
            throw new UserError(
                    400, "The file " + file + " can't be read and written: name another one with --cache.", e);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private void load(Path file) throws IOException {
        String text = Files.readString(file);
        text.lines().forEach(line -> read(line).ifPresent(entry -> known.put(entry.key(), entry)));
        if (!text.isEmpty() && !text.endsWith("\n") && writer != null) {
            writer.newLine();
            writer.flush();
        }
    }

    private static Optional<Line> read(String line) {
        try {
            Line entry = Json.mapper().readValue(line, Line.class);
            return entry.key() == null ? Optional.empty() : Optional.of(entry);
        } catch (JsonProcessingException e) {
            return Optional.empty(); // unfinished when its writer was killed
        }
    }

    /** What was computed from this; empty where nothing was. */
    Optional<Acquired> find(String key) {
        return Optional.ofNullable(known.get(key)).map(Line::acquired);
    }

    /** Keeps what was computed; what can't be read is not kept. */
    void put(String key, Acquired acquired) {
        if (acquired instanceof Acquired.Unreadable) {
            return;
        }
        Line line = acquired instanceof Acquired.Template template
                ? new Line(key, template.features(), template.quality(), template.box())
                : new Line(key, null, null, null);
        if (known.putIfAbsent(key, line) == null) {
            append(line);
        }
    }

    private synchronized void append(Line line) {
        if (writer == null) {
            return;
        }
        try {
            writer.write(Json.line(line));
            writer.newLine();
            writer.flush();
        } catch (IOException e) {
            throw new UserError(507, "The cache can't be written: free some space, or name another file.", e);
        }
    }

    @Override
    public void close() {
        if (writer != null) {
            try {
                writer.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
