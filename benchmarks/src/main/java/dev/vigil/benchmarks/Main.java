package dev.vigil.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.benchmarks.networks.NetworksCommand;
import dev.vigil.runtime.error.UserError;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where {@code vigil bench …} and {@code vigil models bench} start: the launcher runs it in the place of the program, since it has libraries of its own. */
public final class Main {
    private static final Logger log = LoggerFactory.getLogger(Main.class);
    private static final int FAILED = 1;
    private static final int ASKED_WRONGLY = 2;

    private Main() {}

    /** Runs one benchmark, and exits with 0, 1 (it failed) or 2 (it was asked wrongly). */
    public static void main(String[] arguments) {
        System.exit(run(new PrintWriter(System.out, true, UTF_8), new PrintWriter(System.err, true, UTF_8), arguments));
    }

    /**
     * Runs one command line.
     *
     * @param arguments from {@code bench} on
     * @return the exit status
     */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new Vigil());
        line.addSubcommand(new CommandLine(new Bench()).addSubcommand(new GalleryCommand()));
        line.addSubcommand(new CommandLine(new Models()).addSubcommand(new NetworksCommand()));
        line.setUsageHelpWidth(110).setOut(out).setErr(err);
        line.setParameterExceptionHandler((e, args) -> {
            String command = e.getCommandLine().getCommandSpec().qualifiedName();
            String message = String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
            return say(
                    err, ASKED_WRONGLY, command + ": " + message + " ('" + command + " --help' shows what there is)");
        });
        line.setExecutionExceptionHandler((e, command, result) -> {
            if (e instanceof UserError error) {
                return say(err, ASKED_WRONGLY, error.sentence());
            }
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                return say(err, FAILED, "interrupted");
            }
            log.error("A fault of Vigil's own", e);
            return say(err, FAILED, "this failed for a reason on our side: " + e);
        });
        return line.execute(arguments);
    }

    private static int say(PrintWriter err, int status, String sentence) {
        err.println("vigil: " + sentence);
        return status;
    }

    /** A command that only holds others. */
    private abstract static class Parent implements Runnable {
        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public void run() {
            CommandLine line = Objects.requireNonNull(spec).commandLine();
            throw new ParameterException(
                    line,
                    "say which: " + String.join(", ", line.getSubcommands().keySet()));
        }
    }

    @Command(name = "vigil")
    private static final class Vigil extends Parent {}

    @Command(name = "bench", description = "Side-by-side benchmarks.", mixinStandardHelpOptions = true)
    private static final class Bench extends Parent {}

    @Command(name = "models", description = "The networks.", mixinStandardHelpOptions = true)
    private static final class Models extends Parent {}
}
