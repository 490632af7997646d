package dev.vigil.runtime.config;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a YAML file into a record, whose components are the keys: numbers, text, {@code true}/{@code false}, durations as
 * {@code 2s}, paths, enums by their lower-case name, records, lists, and maps. A component has the value of the environment's
 * variable ({@code VIGIL_GALLERY_PORT} for {@code gallery: port:}), else the file's, else its {@link Default}; one that may be
 * null may be left out; any other is required. Every error is found before any is told.
 */
public final class ConfigReader {
    private ConfigReader() {}

    /**
     * Reads {@code file}, overridden by {@code environment}.
     *
     * @throws UserError with a line for each error: the file, the line, what is wrong, and the nearest right key
     */
    public static <T extends Record> T read(Path file, Map<String, String> environment, Class<T> type) {
        return parse(text(file), file.toString(), environment, type);
    }

    /** As {@link #read}, of text that is at hand; {@code name} stands for the file in errors. */
    public static <T extends Record> T parse(String yaml, String name, Map<String, String> environment, Class<T> type) {
        RecordBinder binder = new RecordBinder(name, environment);
        Object value = binder.bindRoot(compose(yaml, name), type);
        List<String> errors = binder.errors();
        if (!errors.isEmpty() || value == null) {
            throw new UserError(String.join(System.lineSeparator(), errors));
        }
        return type.cast(value);
    }

    static @Nullable Node compose(String yaml, String name) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(50);
        try {
            return new Yaml(options).compose(new StringReader(yaml));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new UserError(400, name + ":" + line + ": this is no YAML: " + e.getProblem() + ".", e);
        } catch (YAMLException e) {
            throw new UserError(400, name + ": this is no YAML: " + e.getMessage(), e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new UserError(400, "There is no file " + file + ": name the configuration with --config FILE.", e);
        } catch (IOException e) {
            throw new UserError(400, "The file " + file + " can't be read as text: " + e.getMessage() + ".", e);
        }
    }
}
