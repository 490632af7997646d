package dev.vigil.runtime.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The environment's variables as settings: {@code VIGIL_} and the key's path in upper snake case. Of those that begin with a
 * section's name, one that is no setting is an error, save what Kubernetes makes of services.
 */
final class EnvironmentOverrides {
    private static final String PREFIX = "VIGIL_";
    private static final Pattern SERVICE_LINK = Pattern.compile(".*_SERVICE_(HOST|PORT.*)|.*_PORT_\\d+_(TCP|UDP).*");

    private final Map<String, String> environment;
    private final TreeSet<String> asked = new TreeSet<>();

    EnvironmentOverrides(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The variable of a key: {@code VIGIL_GALLERY_PORT} of {@code gallery.port}. */
    static String variable(String key) {
        return PREFIX
                + RecordBinder.upperSnake(key.replace("[", "_").replace("]", "").replace('.', '_'));
    }

    /** The value of {@code variable}, or null; it counts as known from then on. */
    @Nullable
    String take(String variable) {
        asked.add(variable);
        return environment.get(variable);
    }

    /** An error for each variable that begins with a section of {@code root} and is no setting. */
    List<String> unknown(Class<? extends Record> root) {
        List<String> errors = new ArrayList<>();
        for (String name : new TreeSet<>(environment.keySet())) {
            if (ofSection(name, root)
                    && !asked.contains(name)
                    && !SERVICE_LINK.matcher(name).matches()) {
                String hint = NearestName.of(name, asked)
                        .map(nearest -> "did you mean " + nearest + "?")
                        .orElse("no setting has that name.");
                errors.add("the environment's " + name + " is unknown: " + hint);
            }
        }
        return errors;
    }

    private static boolean ofSection(String name, Class<? extends Record> root) {
        for (RecordComponent section : root.getRecordComponents()) {
            if (section.getType().isRecord() && name.startsWith(variable(section.getName()) + "_")) {
                return true;
            }
        }
        return false;
    }
}
