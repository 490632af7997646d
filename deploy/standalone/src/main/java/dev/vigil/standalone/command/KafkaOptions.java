package dev.vigil.standalone.command;

import dev.vigil.runtime.config.ConfigReader;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.standalone.service.VigilConfig;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that read topics themselves, and ask no service: where Kafka is, and which topics. */
final class KafkaOptions {
    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Where Kafka is; default 127.0.0.1:9092, or what the configuration says.")
    private @Nullable String bootstrap;

    @Option(
            names = "--config",
            paramLabel = "vigil.yaml",
            description =
                    "A configuration, for how to reach Kafka (user and authorities too) and the names of topics. $VIGIL_KAFKA_USER,"
                            + " $VIGIL_KAFKA_PASSWORD_FILE and $VIGIL_KAFKA_CA do without.")
    private @Nullable Path config;

    /** What holds. */
    VigilConfig read(Map<String, String> env) {
        return config == null
                ? ConfigReader.parse("{}", "the defaults", env, VigilConfig.class)
                : ConfigReader.read(config, env, VigilConfig.class);
    }

    /** How to reach Kafka. */
    KafkaConfig kafka(VigilConfig read) {
        return bootstrap == null ? read.kafka() : read.kafka().at(bootstrap);
    }
}
