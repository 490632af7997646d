package dev.vigil.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.standalone.command.Program;
import dev.vigil.standalone.command.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.Map;

/** Where the program starts: {@code vigil COMMAND …}. */
public final class Main {
    private Main() {}

    /** Runs one command, and exits with 0, 1 (it failed) or 2 (it was asked wrongly). */
    public static void main(String[] arguments) {
        Map<String, String> env = System.getenv();
        Terminal terminal = new Terminal(
                stream(FileDescriptor.out), stream(FileDescriptor.err), env, Boolean.getBoolean("vigil.terminal"));
        int status = new Program(terminal).run(arguments);
        System.exit(status);
    }

    /** UTF-8 whatever the locale says, since names are in it. */
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, UTF_8);
    }
}
