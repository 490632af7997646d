package dev.vigil.standalone.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code vigil models bench}, as the list of commands shows it; the launcher runs the {@code benchmarks} module in its place. */
@Command(
        name = "bench",
        description = "Times the networks in every engine, and in ONNX Runtime.",
        mixinStandardHelpOptions = true)
final class ModelsBenchCommand implements Callable<Integer> {
    @Unmatched
    private String[] arguments = {};

    @Override
    public Integer call() {
        throw new FailedException("The benchmarks are no part of this program: run './vigil models bench"
                + (arguments.length == 0 ? "" : " " + String.join(" ", arguments)) + "' in a clone of the sources.");
    }
}
