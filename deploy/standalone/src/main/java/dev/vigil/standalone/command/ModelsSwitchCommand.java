package dev.vigil.standalone.command;

import dev.vigil.gallery.client.ModelsClient;
import dev.vigil.gallery.client.Settings;
import dev.vigil.runtime.error.UserError;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigil models switch}: another embedder decides from now on. */
@Command(
        name = "switch",
        description =
                "Makes a model the one that a running gallery searches with; recognizers follow it. Refused where somebody has no face of it.",
        mixinStandardHelpOptions = true)
final class ModelsSwitchCommand implements Callable<Integer> {
    /** Counting everybody's faces takes a large gallery some seconds. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Terminal terminal;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "ID", description = "The model, as './vigil models list' lists it.")
    private @Nullable String id;

    @Option(
            names = "--least",
            paramLabel = "PART",
            description = "How large a part of the people must have a face of it, in [0, 1]; default ${DEFAULT-VALUE}.")
    private double least = 1;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    ModelsSwitchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!(least >= 0 && least <= 1)) {
            throw new UserError("--least is " + least + ", and must lie in [0, 1], as 0.99.");
        }
        String model = Objects.requireNonNull(id);
        ModelsClient gallery = server.models(terminal.env(), TIMEOUT);
        Settings before = gallery.settings();
        Settings after = gallery.set(model, model.equals(before.shadow()) ? null : before.shadow(), least);
        if (json) {
            terminal.json(after);
            return 0;
        }
        if (model.equals(before.model())) {
            terminal.line(model + " is active already");
            return 0;
        }
        terminal.line(model + " is active"
                + (before.model() == null ? "" : "; './vigil models switch " + before.model() + "' goes back"));
        return 0;
    }
}
