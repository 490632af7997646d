package dev.vigil.standalone.command;

import dev.vigil.gallery.client.GalleryAwayException;
import dev.vigil.runtime.config.NearestName;
import dev.vigil.runtime.error.UserError;
import java.util.Collection;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: finds the command, runs it, and turns what it throws into one line on standard error and an exit status. */
public final class Program {
    /** The exit status of what was asked wrongly. */
    public static final int ASKED_WRONGLY = 2;

    /** The exit status of what failed. */
    public static final int FAILED = 1;

    /** The status of a request whose key nobody knows. */
    private static final int NOT_KNOWN = 401;

    private static final Logger log = LoggerFactory.getLogger(Program.class);

    private final Terminal terminal;

    /** Talks to {@code terminal}. */
    public Program(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * Runs one command line.
     *
     * @return 0, 1 (it failed) or 2 (it was asked wrongly)
     */
    public int run(String... arguments) {
        Logging.commandLines(terminal.env());
        CommandLine commands = Commands.all(terminal);
        commands.setParameterExceptionHandler((e, args) -> askedWrongly(sentence(e), e));
        commands.setExecutionExceptionHandler((e, command, result) -> failed(e, command));
        return commands.execute(arguments);
    }

    private int failed(Exception e, CommandLine command) {
        if (e instanceof UserError error) {
            return askedWrongly(error.status() == NOT_KNOWN ? withKeySource(error, command) : error.sentence(), error);
        }
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return failed("interrupted", e);
        }
        if (e instanceof GalleryAwayException) {
            return failed(e.getMessage() + " Start a quickstart, or name another with --gallery URL.", e);
        }
        if (e instanceof FailedException) {
            return failed(String.valueOf(e.getMessage()), e);
        }
        log.error("A fault of Vigil's own", e);
        return failed("this failed for a reason on our side: " + e, e);
    }

    /** A service that does not know the key can't say where it is from. */
    private String withKeySource(UserError error, CommandLine command) {
        return command.getCommandSpec().mixins().values().stream()
                .map(mixin -> mixin.userObject())
                .filter(ServerOptions.class::isInstance)
                .map(ServerOptions.class::cast)
                .findFirst()
                .map(options -> error.sentence() + " (" + options.keySource(terminal.env()) + ")")
                .orElse(error.sentence());
    }

    private int failed(String sentence, Exception e) {
        log.debug("Failed", e);
        terminal.say(sentence);
        return FAILED;
    }

    private int askedWrongly(String sentence, Exception e) {
        log.debug("Asked wrongly", e);
        terminal.say(sentence);
        return ASKED_WRONGLY;
    }

    /** One line that says what is wrong and what to write instead. */
    private static String sentence(ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        String help = " ('" + command + " --help' shows what there is)";
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unknown(unmatched, command) + help;
        }
        String message = String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        return command + ": " + message + help;
    }

    private static String unknown(UnmatchedArgumentException e, String command) {
        CommandLine line = e.getCommandLine();
        String wrong = e.getUnmatched().get(0);
        Set<String> commands = line.getSubcommands().keySet();
        boolean option = e.isUnknownOption();
        String kind = option ? "option" : commands.isEmpty() ? "argument" : "command";
        String written = wrong.split("=", 2)[0];
        Collection<String> known = option ? line.getCommandSpec().optionsMap().keySet() : commands;
        return command + " knows no " + kind + " '" + written + "'"
                + NearestName.of(written, known)
                        .map(name -> ": did you mean '" + name + "'?")
                        .orElse("");
    }
}
