package dev.vigil.standalone.broker;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.metadata.storage.FormatterException;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/** Makes a folder ready to hold a broker's log, as {@code kafka-storage format} does; one that is ready is left as it is. */
final class LogFolder {
    static final int NODE_ID = 1;

    private LogFolder() {}

    /** For the only node of its cluster. */
    static void format(Path folder) {
        format(folder, NODE_ID, clusterId(folder));
    }

    static void format(Path folder, int node, String cluster) {
        Formatter formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false))
                .setNodeId(node)
                .setClusterId(cluster)
                .setDirectories(java.util.List.of(folder.toString()))
                .setMetadataLogDirectory(folder.toString())
                .setControllerListenerName(BrokerProperties.CONTROLLER)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setIgnoreFormatted(true);
        try {
            formatter.run();
        } catch (FormatterException | IOException e) {
            throw new UserError(
                    400,
                    "The folder " + folder + " can't hold Kafka's log (" + e.getMessage()
                            + "): choose another with --data.",
                    e);
        } catch (Exception e) { // the formatter declares it
            throw new IllegalStateException("Kafka's log could not be prepared in " + folder + ".", e);
        }
    }

    /** The cluster's id is for life: that of the log that is there, or a new one. */
    private static String clusterId(Path folder) {
        Path meta = folder.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME);
        if (!Files.exists(meta)) {
            return Uuid.randomUuid().toString();
        }
        Properties properties = new Properties();
        try (var in = Files.newInputStream(meta)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError(400, "The file " + meta + " can't be read: choose another folder with --data.", e);
        }
        String id = properties.getProperty("cluster.id");
        if (id == null) {
            throw new UserError("The file " + meta
                    + " names no cluster.id, so that it is no Kafka log: choose another folder with --data.");
        }
        return id;
    }
}
