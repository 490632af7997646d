package dev.vigil.standalone.command;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.model.InstalledModel;
import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigil models}: the model store of this machine. */
@Command(
        name = "models",
        description =
                "Fetches, adds and lists networks, and brings a gallery from one to another. They are kept in $VIGIL_MODELS, by default ~/.cache/vigil/models.",
        mixinStandardHelpOptions = true)
final class ModelsCommand extends Commands.Parent {
    private final Terminal terminal;
    private final LocalModels models;

    ModelsCommand(Terminal terminal) {
        this.terminal = terminal;
        this.models = new LocalModels(terminal);
    }

    /** With the commands that talk to a running gallery. */
    static CommandLine line(Terminal terminal) {
        return new CommandLine(new ModelsCommand(terminal))
                .addSubcommand(new ModelsCalibrateCommand(terminal))
                .addSubcommand(new ModelsBenchCommand())
                .addSubcommand(new ModelsMigrateCommand(terminal))
                .addSubcommand(new ModelsCompareCommand(terminal))
                .addSubcommand(new ModelsSwitchCommand(terminal));
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
                    List<String> ids,
            @Option(
                            names = "--from",
                            paramLabel = "FILE",
                            description =
                                    "The file itself, of a model whose authors publish it at an address (yunet, rfb-640), where that can't be reached.")
                    @Nullable
                    Path from) {
        if (from == null) {
            ids.forEach(models::fetch);
        } else if (ids.size() == 1) {
            models.fetcher().get(ids.get(0), from);
        } else {
            throw new UserError("--from FILE goes with a single model: name one.");
        }
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
                    Path card,
            @Option(names = "--id", paramLabel = "ID", description = "Its id, instead of the card's.") @Nullable
                    String id) {
        InstalledModel added = models.fetcher().add(file, card, id);
        terminal.say("added " + added.id() + " in " + added.folder()
                + (uncalibrated(added.card()) ? " (uncalibrated: its card has no falseMatchRates)" : ""));
        return 0;
    }

    @Command(
            name = "fuse",
            description = {
                "Makes one embedder of several: their scores, weighted. Each face is embedded by every one of them.",
                "Calibrate it on pictures of people, so that thresholds follow: './vigil models calibrate NAME --images DIR'."
            },
            mixinStandardHelpOptions = true)
    int fuse(
            @Parameters(paramLabel = "EMBEDDER", arity = "2..*", description = "Embedders, of './vigil models list'.")
                    List<String> ids,
            @Option(
                            names = "--weights",
                            required = true,
                            split = ",",
                            paramLabel = "W",
                            description = "How much each one's score counts, as 0.6,0.4.")
                    List<Double> weights,
            @Option(names = "--id", required = true, paramLabel = "NAME", description = "The id that it gets.")
                    String id) {
        ids.forEach(models::embedder);
        InstalledModel fused = models.fetcher().fuse(ids, weights, id);
        terminal.say("fused " + fused.id() + " in " + fused.folder() + ": "
                + fused.card().output().dimension() + " numbers (" + calibration(fused.card()) + ")");
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
        installed.forEach(model -> terminal.line(line(model.card())));
        if (installed.isEmpty()) {
            terminal.say("none yet in " + models.store().root()
                    + ": './vigil models get default' fetches the default ones.");
        }
        return 0;
    }

    @Command(
            name = "show",
            description =
                    "Shows what is known of a network: input, output, origin, and how its thresholds were measured.",
            mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "ID", description = "As 'models list' lists it.") String id,
            @Option(names = "--json", description = "Prints one JSON object.") boolean json) {
        InstalledModel model = models.store().model(id);
        ModelCard card = model.card();
        if (json) {
            terminal.json(Map.of("card", card, "folder", model.folder().toString(), "calibration", calibration(card)));
            return 0;
        }
        ModelCard.Input in = card.input();
        terminal.line(line(card));
        terminal.line("  input      "
                + model.fusion()
                        .map(fusion -> "each part's own, see './vigil models show PART'")
                        .orElse(in.colour() + ", (pixel" + (in.scale() == null ? "" : " * " + in.scale()) + " - "
                                + in.mean() + ") / " + in.std()));
        terminal.line("  output     " + String.join(", ", card.output().names())
                + (card.output().dimension() == 0 ? "" : ", " + card.output().dimension() + " numbers"));
        terminal.line("  origin     " + card.origin());
        if (card.note() != null) {
            terminal.line("  note       " + card.note());
        }
        if (card.task() == Task.EMBEDDING) {
            terminal.line("  thresholds " + calibration(card));
            CurveLines.of(card).forEach(terminal::line);
        }
        terminal.line("  folder     " + model.folder());
        return 0;
    }

    private static String line(ModelCard card) {
        return String.format(
                        Locale.ROOT,
                        "%-24s %-10s %4dx%-4d %-14s %s",
                        card.id(),
                        card.task().name().toLowerCase(Locale.ROOT),
                        card.input().width(),
                        card.input().height(),
                        calibration(card),
                        card.licence())
                .stripTrailing();
    }

    private static boolean uncalibrated(ModelCard card) {
        return card.task() == Task.EMBEDDING && card.curve().isAssumed();
    }

    /** How well the thresholds of an embedder are known; empty for other networks. */
    private static String calibration(ModelCard card) {
        if (card.task() != Task.EMBEDDING) {
            return "";
        }
        if (uncalibrated(card)) {
            return "uncalibrated";
        }
        return card.curve().calibrated() ? "calibrated" : "as published";
    }
}
