package dev.vigil.gallery.server;

import dev.vigil.runtime.error.UserError;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a query, after the {@code ?}: those that a route knows, each once. */
final class Parameters {
    private final Map<String, List<String>> given;

    private Parameters(Map<String, List<String>> given) {
        this.given = given;
    }

    /**
     * Takes the request's.
     *
     * @throws UserError where one is not {@code known}, or comes twice
     */
    static Parameters of(Context ctx, String... known) {
        Map<String, List<String>> given = ctx.queryParamMap();
        given.forEach((name, values) -> {
            if (!List.of(known).contains(name)) {
                throw new UserError(
                        "There is no parameter '" + name + "' here; known are " + String.join(", ", known) + ".");
            }
            if (values.size() > 1) {
                throw new UserError("The parameter '" + name + "' comes twice.");
            }
        });
        return new Parameters(given);
    }

    @Nullable
    String text(String name) {
        List<String> values = given.getOrDefault(name, List.of());
        return values.isEmpty() ? null : values.get(0);
    }

    int number(String name, int ifMissing, int least, int most) {
        String text = text(name);
        try {
            int number = text == null ? ifMissing : Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UserError(400, outside(name, least, most), e);
        }
        throw new UserError(outside(name, least, most));
    }

    /** A number between 0 and 1. */
    double fraction(String name, double ifMissing) {
        String text = text(name);
        try {
            double fraction = text == null ? ifMissing : Double.parseDouble(text);
            if (fraction >= 0 && fraction <= 1) {
                return fraction;
            }
        } catch (NumberFormatException e) {
            throw new UserError(400, "The parameter '" + name + "' is a number between 0 and 1, as 0.99.", e);
        }
        throw new UserError("The parameter '" + name + "' is a number between 0 and 1, as 0.99.");
    }

    boolean flag(String name) {
        String text = text(name);
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.isEmpty() || text.equals("true")) {
            return true;
        }
        throw new UserError("The parameter '" + name + "' is true or false.");
    }

    private static String outside(String name, int least, int most) {
        return "The parameter '" + name + "' is a whole number between " + least + " and " + most + ".";
    }
}
