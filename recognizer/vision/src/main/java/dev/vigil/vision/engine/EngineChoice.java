package dev.vigil.vision.engine;

import dev.vigil.runtime.error.UserError;
import java.util.Locale;
import java.util.Map;

/** What shall run the networks; both engines give the same numbers but for rounding. */
public enum EngineChoice {
    /** The faster one, tried out while PyTorch already works. */
    AUTO,
    /** The CPU's vectors, or an error where they can't run a network. PyTorch is not even loaded. */
    VECTOR,
    /** PyTorch. */
    PLAIN;

    /** The environment variable that chooses. */
    public static final String VARIABLE = "VIGIL_ENGINE";

    /**
     * By {@code VIGIL_ENGINE}; {@link #AUTO} where it is not set.
     *
     * @throws UserError if it says something else than {@code auto}, {@code vector} or {@code plain}
     */
    public static EngineChoice of(Map<String, String> env) {
        String set = env.getOrDefault(VARIABLE, "").strip().toLowerCase(Locale.ROOT);
        return switch (set) {
            case "", "auto" -> AUTO;
            case "vector" -> VECTOR;
            case "plain" -> PLAIN;
            default -> throw new UserError(VARIABLE + " is \"" + set + "\", but an engine is auto, vector or plain.");
        };
    }
}
