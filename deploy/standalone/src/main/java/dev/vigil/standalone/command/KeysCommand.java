package dev.vigil.standalone.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code vigil keys}: what opens the gallery, and what opens its log. */
@Command(name = "keys", description = "Makes keys.", mixinStandardHelpOptions = true)
final class KeysCommand extends Commands.Parent {
    private KeysCommand() {}

    /** The command with those below it. */
    static CommandLine line(Terminal terminal) {
        CommandLine line = new CommandLine(new KeysCommand());
        line.addSubcommand(new EncryptionCommand(terminal));
        line.addSubcommand(new RotateCommand(terminal));
        return line;
    }
}
