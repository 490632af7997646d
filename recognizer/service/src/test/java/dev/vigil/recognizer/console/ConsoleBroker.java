package dev.vigil.recognizer.console;

import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.TopicCreator;
import dev.vigil.runtime.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** One real broker in this process, with the topics that the console reads. */
final class ConsoleBroker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaRaftServer server;
    private final KafkaConfig client;

    private ConsoleBroker(KafkaRaftServer server, KafkaConfig client) {
        this.server = server;
        this.client = client;
    }

    /** Starts it with its log in {@code folder}. */
    static ConsoleBroker start(Path folder) throws Exception {
        int port = freePort();
        format(folder);
        KafkaRaftServer server = new KafkaRaftServer(
                kafka.server.KafkaConfig.fromProps(properties(folder, port, freePort()), false), Time.SYSTEM);
        server.startup();
        KafkaConfig client = new KafkaConfig("127.0.0.1:" + port, Map.of());
        try (Admin admin = Admin.create(client.client())) {
            new TopicCreator(admin, PATIENCE)
                    .createMissing(List.of(Topics.FACE_RECOGNIZED, Topics.ALERT_RAISED), true, (short) 1);
        }
        return new ConsoleBroker(server, client);
    }

    KafkaConfig client() {
        return client;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
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
                .run();
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
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.num.partitions", "1");
        p.put("transaction.state.log.min.isr", "1");
        p.put("offsets.topic.replication.factor", "1");
        p.put("log.cleaner.dedupe.buffer.size", "4194304");
        return p;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
