package dev.vigil.standalone.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.recognizer.event.Recognition;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with one JSON recognition on each line, written as they come. Not thread-safe. */
final class EventsFile implements AutoCloseable {
    private final Path file;
    private final Writer writer;

    private EventsFile(Path file, Writer writer) {
        this.file = file;
        this.writer = writer;
    }

    /**
     * Creates the file, or empties it.
     *
     * @throws UserError if it can't be written
     */
    static EventsFile create(Path file) {
        try {
            return new EventsFile(file, Files.newBufferedWriter(file, UTF_8));
        } catch (IOException e) {
            throw new UserError(
                    400,
                    "The file " + file + " can't be written: choose another with --events, in a folder that exists.",
                    e);
        }
    }

    /** Appends a line, and hands it to the system at once, so that others may follow the file. */
    void write(Recognition event) {
        try {
            writer.write(Json.line(event) + "\n");
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " can't be written any more: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " can't be finished: " + e.getMessage(), e);
        }
    }
}
