package dev.vigil.standalone.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.error.UserError;
import dev.vigil.standalone.contract.EventContracts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vigil schemas}: what lies on the topics, for programs that read them. */
@Command(
        name = "schemas",
        description =
                "Prints the AsyncAPI document of the topics, or writes it and a JSON Schema for each event into a folder.",
        mixinStandardHelpOptions = true)
final class SchemasCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--out", paramLabel = "DIR", description = "Writes all documents there; the folder is made.")
    private @Nullable Path out;

    SchemasCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Map<String, String> documents = EventContracts.documents();
        if (out == null) {
            terminal.line(Objects.requireNonNull(documents.get("asyncapi.json")).stripTrailing());
            return 0;
        }
        try {
            Files.createDirectories(out);
            for (Map.Entry<String, String> document : documents.entrySet()) {
                Files.writeString(out.resolve(document.getKey()), document.getValue(), UTF_8);
            }
        } catch (IOException e) {
            throw new UserError(400, "The folder " + out + " can't be written to: choose another with --out.", e);
        }
        return 0;
    }
}
