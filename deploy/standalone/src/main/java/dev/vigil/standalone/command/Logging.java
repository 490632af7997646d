package dev.vigil.standalone.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** How much goes to standard error beside a command's own words. */
public final class Logging {
    private static final String OURS = "dev.vigil";

    /** Tell as errors what their callers try again, as a topic that has been made a moment ago. */
    private static final List<String> ALARMISTS = List.of(
            "kafka.server.ControllerApis",
            "kafka.server.ReplicaManager",
            "org.apache.kafka.clients.admin.internals.PartitionLeaderStrategy",
            "org.apache.kafka.controller.ReplicationControlManager");

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
        if (!env.containsKey("VIGIL_LOG")) {
            set("org.apache.kafka", Level.ERROR);
            set("kafka", Level.ERROR);
            ALARMISTS.forEach(name -> set(name, Level.OFF));
        }
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
