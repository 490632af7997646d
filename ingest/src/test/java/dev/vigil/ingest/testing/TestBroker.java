package dev.vigil.ingest.testing;

import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.TopicCreator;
import dev.vigil.runtime.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/** A real broker in this JVM, which can be stopped and started again on the same port and log. */
public final class TestBroker implements AutoCloseable {
    private final Properties settings = new Properties();
    private final int port = freePort();
    private KafkaRaftServer server;

    /** Starts one on {@code folder}, with the topics of frames and accounts. */
    public TestBroker(Path folder) throws Exception {
        int controller = freePort();
        settings.putAll(Map.of(
                "process.roles", "broker,controller",
                "node.id", "1",
                "controller.quorum.voters", "1@127.0.0.1:" + controller,
                "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
                "controller.listener.names", "CONTROLLER",
                "log.dirs", folder.toString(),
                "auto.create.topics.enable", "false",
                "message.max.bytes", Integer.toString(Topics.MAX_RECORD_BYTES),
                "log.cleaner.dedupe.buffer.size", "4194304",
                "group.initial.rebalance.delay.ms", "0"));
        settings.putAll(Map.of(
                "offsets.topic.replication.factor", "1",
                "offsets.topic.num.partitions", "2",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1"));
        format(folder);
        start();
        try (Admin admin = Admin.create(config().client())) {
            new TopicCreator(admin, Duration.ofSeconds(30))
                    .createMissing(List.of(Topics.FRAME_CAPTURED, Topics.FRAME_ACCOUNTED), true, (short) 1);
        }
    }

    private static void format(Path folder) throws Exception {
        new Formatter()
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(folder.toString())
                .setMetadataLogDirectory(folder.toString())
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setIgnoreFormatted(true)
                .run();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts it, the first time or again. */
    public void start() {
        server = new KafkaRaftServer(kafka.server.KafkaConfig.fromProps(settings, false), Time.SYSTEM);
        server.startup();
    }

    /** Stops it in order. */
    public void stop() {
        server.shutdown();
        server.awaitShutdown();
    }

    /** How to reach it. */
    public KafkaConfig config() {
        return new KafkaConfig("127.0.0.1:" + port, Map.of());
    }

    @Override
    public void close() {
        stop();
    }
}
