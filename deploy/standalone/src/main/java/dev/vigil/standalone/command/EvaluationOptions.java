package dev.vigil.standalone.command;

import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import dev.vigil.vision.face.FaceModels;
import dev.vigil.vision.model.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which network is measured, and where the results go. */
final class EvaluationOptions {
    private static final String STDOUT = "-";

    @Option(
            names = "--embedder",
            paramLabel = "ID",
            description = "The network that compares faces, of './vigil models list'; default ${DEFAULT-VALUE}.")
    private String embedder = Catalogue.EMBEDDER;

    @Option(
            names = "--detector",
            paramLabel = "ID",
            description = "The network that finds faces, of './vigil models list'; default ${DEFAULT-VALUE}.")
    private String detector = Catalogue.DETECTOR;

    @Option(
            names = "--json",
            arity = "0..1",
            fallbackValue = STDOUT,
            paramLabel = "FILE",
            description = "Prints one JSON object, or writes it to FILE.")
    private @Nullable String json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Writes a page with tables and plots, which holds no picture and no name of a person.")
    private @Nullable Path html;

    /** The networks that are measured, loaded; the caller closes them. */
    FaceModels load(Terminal terminal) {
        return new LocalModels(terminal).load(detector, embedder);
    }

    /** The day and the machine, for a page that is read elsewhere and later. */
    static String when() {
        return "Measured on " + Clock.systemUTC().instant().truncatedTo(ChronoUnit.MINUTES) + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version() + ".";
    }

    /**
     * Writes the results where they were asked for.
     *
     * @param report printed as JSON
     * @param page made only where it is asked for
     * @param text printed where JSON does not go to standard output
     */
    void publish(Terminal terminal, Object report, Supplier<String> page, Runnable text) {
        if (html != null) {
            write(terminal, html, page.get(), "--html");
        }
        if (json != null && !json.equals(STDOUT)) {
            write(terminal, Path.of(json), Json.pretty(report) + "\n", "--json");
        }
        if (STDOUT.equals(json)) {
            terminal.json(report);
        } else {
            text.run();
        }
    }

    private static void write(Terminal terminal, Path file, String content, String option) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UserError(
                    400,
                    "The file " + file + " can't be written: choose another with " + option
                            + ", in a folder that exists.",
                    e);
        }
        terminal.say("written: " + file.toAbsolutePath().normalize());
    }
}
