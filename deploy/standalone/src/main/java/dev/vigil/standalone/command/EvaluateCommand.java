package dev.vigil.standalone.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code vigil evaluate}: the standard measures. */
@Command(
        name = "evaluate",
        description = "Measures the networks on pictures whose people are known.",
        mixinStandardHelpOptions = true)
final class EvaluateCommand extends Commands.Parent {
    private EvaluateCommand() {}

    static CommandLine line(Terminal terminal) {
        return new CommandLine(new EvaluateCommand())
                .addSubcommand(new EvaluateVerificationCommand(terminal))
                .addSubcommand(new EvaluateIdentificationCommand(terminal))
                .addSubcommand(new EvaluateOneShotCommand(terminal))
                .addSubcommand(new EvaluateDetectionCommand(terminal))
                .addSubcommand(new EvaluateLivenessCommand(terminal))
                .addSubcommand(new EvaluateTrackingCommand(terminal));
    }
}
