package dev.vigil.standalone.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code vigil bench}, as the list of commands shows it. The launcher runs the {@code benchmarks} module in its place, whose libraries
 * aren't on the program's class path; who starts the program in another way is told so.
 */
@Command(
        name = "bench",
        description = "Side-by-side benchmarks: ./vigil bench gallery.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    @Unmatched
    private String[] arguments = {};

    @Override
    public Integer call() {
        throw new FailedException("The benchmarks are no part of this program: run './vigil bench "
                + String.join(" ", arguments) + "' in a clone of the sources.");
    }
}
