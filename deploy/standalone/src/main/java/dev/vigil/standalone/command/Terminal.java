package dev.vigil.standalone.command;

import dev.vigil.runtime.json.Json;
import java.io.PrintStream;
import java.util.Map;

/**
 * What a command talks to: results go to {@code out}, all else to {@code err}.
 *
 * @param out standard output
 * @param err standard error
 * @param env the environment
 * @param interactive whether a person is watching {@code err}: progress is shown then, and else left out
 */
public record Terminal(PrintStream out, PrintStream err, Map<String, String> env, boolean interactive) {
    /** Copies the environment. */
    public Terminal {
        env = Map.copyOf(env);
    }

    /** Prints {@code value} as one JSON object on one line of standard output. */
    public void json(Object value) {
        out.println(Json.line(value));
    }

    /** Prints one line of result. */
    public void line(String text) {
        out.println(text);
    }

    /** Whether nobody reads standard output any more, as after {@code | head -1}. */
    public boolean abandoned() {
        return out.checkError();
    }

    /** Tells on standard error what is being done, and says it always. */
    public void say(String text) {
        err.println("vigil: " + text);
    }

    /** Tells how far it is, where a person is watching. */
    public void progress(String text) {
        if (interactive) {
            err.println("  " + text);
        }
    }
}
