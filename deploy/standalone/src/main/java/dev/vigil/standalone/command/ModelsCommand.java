package dev.vigil.standalone.command;

import dev.vigil.vision.model.InstalledModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigil models}: the model store of this machine. */
@Command(
        name = "models",
        description =
                "Fetches, adds and lists networks. They are kept in $VIGIL_MODELS, by default ~/.cache/vigil/models.",
        mixinStandardHelpOptions = true)
final class ModelsCommand extends Commands.Parent {
    private final Terminal terminal;
    private final LocalModels models;

    ModelsCommand(Terminal terminal) {
        this.terminal = terminal;
        this.models = new LocalModels(terminal);
    }

    @Command(
            name = "get",
            description =
                    "Fetches networks of the catalogue, checks their SHA-256, and compiles them for this machine.",
            mixinStandardHelpOptions = true)
    int get(
            @Parameters(
                            paramLabel = "ID",
                            arity = "1..*",
                            description = "An id of the catalogue, or 'default' for the three that Vigil looks with.")
                    List<String> ids) {
        ids.forEach(models::fetch);
        terminal.say("in " + models.store().root() + ": " + String.join(", ", ids));
        return 0;
    }

    @Command(
            name = "add",
            description = "Takes a network of your own into the store, after a trial run.",
            mixinStandardHelpOptions = true)
    int add(
            @Parameters(paramLabel = "FILE", description = "An ONNX file, or a TorchScript archive (.pt).") Path file,
            @Option(
                            names = "--card",
                            required = true,
                            paramLabel = "model.json",
                            description = "What goes in and comes out.")
                    Path card) {
        InstalledModel added = models.fetcher().add(file, card);
        terminal.say("added " + added.id() + " in " + added.folder());
        return 0;
    }

    @Command(name = "list", description = "Lists the networks that are there.", mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "Prints one JSON object.") boolean json) {
        List<InstalledModel> installed = models.store().list();
        if (json) {
            List<Object> cards = new ArrayList<>();
            installed.forEach(model -> cards.add(model.card()));
            terminal.json(Map.of("store", models.store().root().toString(), "models", cards));
            return 0;
        }
        for (InstalledModel model : installed) {
            terminal.line(String.format(
                    Locale.ROOT,
                    "%-20s %-10s %4dx%-4d %s",
                    model.id(),
                    model.card().task().name().toLowerCase(Locale.ROOT),
                    model.card().input().width(),
                    model.card().input().height(),
                    model.card().licence()));
        }
        if (installed.isEmpty()) {
            terminal.say("none yet in " + models.store().root()
                    + ": './vigil models get default' fetches the default ones.");
        }
        return 0;
    }
}
