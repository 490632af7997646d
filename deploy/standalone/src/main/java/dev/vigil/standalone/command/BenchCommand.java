package dev.vigil.standalone.command;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code vigil bench}. What needs the streams is here; for the others the launcher runs the {@code benchmarks} module in its place, whose
 * libraries aren't on the program's class path; who starts the program in another way is told so.
 */
@Command(
        name = "bench",
        description = "Benchmarks: ./vigil bench gallery, ./vigil bench pipeline.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    @Unmatched
    private String[] arguments = {};

    private BenchCommand() {}

    /** With those that are part of this program. */
    static CommandLine line(Terminal terminal) {
        return new CommandLine(new BenchCommand()).addSubcommand(new BenchPipelineCommand(terminal));
    }

    @Override
    public Integer call() {
        throw new FailedException("These benchmarks are no part of this program: run './vigil bench "
                + String.join(" ", arguments) + "' in a clone of the sources.");
    }
}
