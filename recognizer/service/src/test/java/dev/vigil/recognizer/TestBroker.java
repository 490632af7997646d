package dev.vigil.recognizer;

import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.TopicCreator;
import dev.vigil.runtime.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/** One real broker in this process, with every topic. */
public final class TestBroker implements AutoCloseable {
    private final KafkaRaftServer server;
    private final KafkaConfig client;

    private TestBroker(KafkaRaftServer server, KafkaConfig client) {
        this.server = server;
        this.client = client;
    }

    /** Starts it with its log in {@code folder}. */
    public static TestBroker start(Path folder) throws Exception {
        int port = freePort();
        new Formatter()
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(folder.toString())
                .setMetadataLogDirectory(folder.toString())
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .run();
        KafkaRaftServer server = new KafkaRaftServer(
                kafka.server.KafkaConfig.fromProps(properties(folder, port, freePort()), false), Time.SYSTEM);
        server.startup();
        KafkaConfig client = new KafkaConfig("127.0.0.1:" + port, Map.of());
        try (Admin admin = Admin.create(client.client())) {
            new TopicCreator(admin, Duration.ofSeconds(30)).createMissing(Topics.ALL, true, (short) 1);
        }
        return new TestBroker(server, client);
    }

    private static Properties properties(Path folder, int port, int controllerPort) {
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", "1");
        p.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        p.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        p.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("controller.listener.names", "CONTROLLER");
        p.put("log.dirs", folder.toString());
        p.put("auto.create.topics.enable", "false");
        p.put("message.max.bytes", Integer.toString(2 * Topics.MAX_RECORD_BYTES));
        p.put("offsets.topic.replication.factor", "1");
        p.put("offsets.topic.num.partitions", "4");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.num.partitions", "4");
        p.put("transaction.state.log.min.isr", "1");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("log.cleaner.dedupe.buffer.size", "4194304");
        return p;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public KafkaConfig client() {
        return client;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
