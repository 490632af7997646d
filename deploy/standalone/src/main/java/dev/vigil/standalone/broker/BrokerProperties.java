package dev.vigil.standalone.broker;

import dev.vigil.runtime.topic.Topics;
import java.util.Properties;

/** The settings of an embedded broker: loopback only, small in memory, quick to start again. */
final class BrokerProperties {
    static final String CONTROLLER = "CONTROLLER";

    private static final String CLIENTS = "CLIENTS";
    private static final String SIDE = "SIDE";
    private static final int MIB = 1024 * 1024;

    private BrokerProperties() {}

    static Properties of(ClusterNode node) {
        Properties settings = new Properties();
        node(settings, node);
        replicas(settings, node);
        small(settings);
        sizes(settings);
        quick(settings);
        if (node.voters().size() > 1) {
            elections(settings);
        }
        return settings;
    }

    private static void node(Properties settings, ClusterNode node) {
        String here = Ports.LOOPBACK + ":";
        boolean side = node.sidePort() > 0;
        String clients = CLIENTS + "://" + here + node.port();
        String controller = "," + CONTROLLER + "://" + here + node.controllerPort();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(node.id()));
        settings.put("controller.quorum.voters", String.join(",", node.voters()));
        settings.put("listeners", clients + (side ? "," + SIDE + "://" + here + node.sidePort() : "") + controller);
        settings.put("advertised.listeners", clients + (side ? "," + SIDE + "://" + node.sideAddress() : ""));
        settings.put(
                "listener.security.protocol.map",
                CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT" + (side ? "," + SIDE + ":PLAINTEXT" : ""));
        settings.put("inter.broker.listener.name", CLIENTS);
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("log.dirs", node.folder().toString());
        settings.put("auto.create.topics.enable", "false");
    }

    private static void replicas(Properties settings, ClusterNode node) {
        String replicas = Short.toString(node.replicas());
        String inSync = Integer.toString(node.inSync());
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            settings.put(topic + ".replication.factor", replicas);
            settings.put(topic + ".num.partitions", "4");
        }
        settings.put("transaction.state.log.min.isr", inSync);
        settings.put("share.coordinator.state.topic.min.isr", inSync);
        settings.put("default.replication.factor", replicas);
        settings.put("min.insync.replicas", inSync);
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
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    }

    /** So that another controller takes over within seconds of a death, and none does because a busy machine was late. */
    private static void elections(Properties settings) {
        settings.put("broker.session.timeout.ms", "3000");
        settings.put("controller.quorum.fetch.timeout.ms", "2000");
        settings.put("controller.quorum.election.timeout.ms", "1000");
    }
}
