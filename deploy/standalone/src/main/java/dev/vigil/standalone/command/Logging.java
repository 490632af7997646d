package dev.vigil.standalone.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** How much goes to standard error beside a command's own words. */
public final class Logging {
    private static final String OURS = "dev.vigil";

    private Logging() {}

    /** As {@code VIGIL_LOG} says, else warnings only. */
    static void commandLines(Map<String, String> env) {
        set(OURS, level(env, Level.WARN));
    }

    /** As {@code VIGIL_LOG} says, else every change of state. */
    static void serviceLines(Map<String, String> env) {
        set(OURS, level(env, Level.INFO));
    }

    /**
     * A broker and its clients in one process start and stop together, so that what Kafka warns of then is no news: only its errors
     * are shown, unless {@code VIGIL_LOG} asks for more.
     */
    public static void quietKafka(Map<String, String> env) {
        Level kafka = env.containsKey("VIGIL_LOG") ? Level.WARN : Level.ERROR;
        set("org.apache.kafka", kafka);
        set("kafka", kafka);
    }

    private static Level level(Map<String, String> env, Level otherwise) {
        return Level.toLevel(env.getOrDefault("VIGIL_LOG", "").toUpperCase(Locale.ROOT), otherwise);
    }

    private static void set(String name, Level level) {
        if (LoggerFactory.getLogger(name) instanceof Logger logger) {
            logger.setLevel(level);
        }
    }
}
