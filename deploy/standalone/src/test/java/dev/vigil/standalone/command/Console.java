package dev.vigil.standalone.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;

/** Runs commands in this JVM and keeps what they print. */
public final class Console {
    private Console() {}

    /** How a command ended. */
    public record Ended(int status, String out, String err) {}

    /** Runs one command line with this environment. */
    public static Ended run(Map<String, String> env, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), env, /* interactive= */ false);
        int status = new Program(terminal).run(arguments);
        return new Ended(status, out.toString(UTF_8), err.toString(UTF_8));
    }
}
