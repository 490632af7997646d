package dev.vigil.standalone.data;

import java.nio.file.Path;
import java.util.Map;

/** The user's home: {@code $HOME} where it is set (as shells do), else what the JVM took from the system. */
public final class Home {
    private Home() {}

    /** By this environment. */
    public static Path of(Map<String, String> env) {
        String home = env.get("HOME");
        return Path.of(home == null || home.isBlank() ? System.getProperty("user.home") : home);
    }

    /** Where downloads are kept that can be fetched again: {@code ~/.cache/vigil}. */
    public static Path cache(Map<String, String> env) {
        return of(env).resolve(Path.of(".cache", "vigil"));
    }
}
