package dev.vigil.standalone.broker;

import dev.vigil.runtime.topic.Topics;
import java.nio.file.Path;
import java.util.Properties;

/** The settings of the embedded broker: one node, loopback only, small in memory, quick to start again. */
final class BrokerProperties {
    static final String CONTROLLER = "CONTROLLER";

    private static final String CLIENTS = "CLIENTS";
    private static final int MIB = 1024 * 1024;

    private BrokerProperties() {}

    static Properties of(Path folder, int port, int controllerPort) {
        Properties settings = new Properties();
        node(settings, folder, port, controllerPort);
        oneReplica(settings);
        small(settings);
        sizes(settings);
        quick(settings);
        return settings;
    }

    private static void node(Properties settings, Path folder, int port, int controllerPort) {
        String here = Ports.LOOPBACK + ":";
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(LogFolder.NODE_ID));
        settings.put("controller.quorum.voters", LogFolder.NODE_ID + "@" + here + controllerPort);
        settings.put("listeners", CLIENTS + "://" + here + port + "," + CONTROLLER + "://" + here + controllerPort);
        settings.put("advertised.listeners", CLIENTS + "://" + here + port);
        settings.put("listener.security.protocol.map", CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        settings.put("inter.broker.listener.name", CLIENTS);
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("log.dirs", folder.toString());
        settings.put("auto.create.topics.enable", "false");
    }

    private static void oneReplica(Properties settings) {
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            settings.put(topic + ".replication.factor", "1");
            settings.put(topic + ".num.partitions", "4");
        }
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
    }

    private static void small(Properties settings) {
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 * MIB));
        settings.put("log.index.size.max.bytes", Integer.toString(MIB));
        settings.put("log.retention.check.interval.ms", "30000");
        settings.put("metadata.log.segment.bytes", Integer.toString(16 * MIB));
        settings.put("metadata.max.retention.bytes", Integer.toString(64 * MIB));
    }

    private static void sizes(Properties settings) {
        String largest = Integer.toString(Topics.MAX_RECORD_BYTES);
        settings.put("message.max.bytes", largest);
        settings.put("replica.fetch.max.bytes", largest);
    }

    /** So that groups form at once, and a restart after a kill does not wait for the dead one's session. */
    private static void quick(Properties settings) {
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("broker.session.timeout.ms", "2000");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("controlled.shutdown.enable", "true");
    }
}
