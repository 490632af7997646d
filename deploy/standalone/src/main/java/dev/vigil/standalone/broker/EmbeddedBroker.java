package dev.vigil.standalone.broker;

import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.topic.TopicCreator;
import dev.vigil.runtime.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka in this process: one node that is broker and controller (KRaft), reachable on the loopback address only. What was
 * acknowledged survives a {@code kill -9}; a restart after one takes a few seconds. One at a time in a process, since Kafka's way
 * of giving up (halting the JVM) is a setting of the whole process, which {@link #start} turns into a report.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final long MIB = 1024 * 1024;
    private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(30);

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts the broker, or starts it again, on the log in {@code folder}, and creates Vigil's topics where they are missing.
     *
     * @param folder its log's home; created if need be. The caller sees to it that no other process uses it
     * @param port 0 takes a free one
     * @param onDeath told, from any thread, when the broker gives up on its own, as on a full disk
     * @throws UserError if the port is in use, or the folder holds something that is no Kafka log
     * @throws IllegalStateException if the broker can't start for another reason
     */
    public static EmbeddedBroker start(Path folder, int port, Consumer<String> onDeath) throws InterruptedException {
        reportInsteadOfHalting(folder, onDeath);
        int listening = Ports.claim(port, "--kafka-port");
        LogFolder.format(createFolder(folder));
        KafkaRaftServer server;
        try {
            server = new KafkaRaftServer(
                    KafkaConfig.fromProps(
                            BrokerProperties.of(ClusterNode.alone(folder, listening, Ports.free())),
                            /* doLog= */ false),
                    Time.SYSTEM);
            server.startup();
        } catch (KafkaException e) {
            throw new IllegalStateException("Kafka did not start on " + folder + ": " + e.getMessage(), e);
        }
        EmbeddedBroker broker = new EmbeddedBroker(server, listening);
        try {
            broker.createTopics();
        } catch (RuntimeException | InterruptedException e) {
            broker.close();
            throw e;
        }
        log.info("Kafka listens on {}, with its log in {}", broker.bootstrap(), folder);
        return broker;
    }

    /** Where clients connect: {@code 127.0.0.1:PORT}. */
    public String bootstrap() {
        return Ports.LOOPBACK + ":" + port;
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /** Stops: hands over its log in order, and returns when it is down (under a second). */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private void createTopics() throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            List<String> created =
                    new TopicCreator(admin, ADMIN_TIMEOUT).createMissing(Topics.ALL, /* standalone= */ true, (short) 1);
            log.info("Created topics: {}", created);
        }
    }

    private static Path createFolder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " can't be created.", e);
        }
    }

    private static void reportInsteadOfHalting(Path folder, Consumer<String> onDeath) {
        Exit.Procedure report = (status, message) -> onDeath.accept(lastWords(folder, message));
        Exit.setHaltProcedure(report);
        Exit.setExitProcedure(report);
    }

    /** A full disk is what it mostly dies of. */
    private static String lastWords(Path folder, @Nullable String message) {
        String why = message == null || message.isBlank() ? "" : " (" + message + ")";
        String disk = "the disk of " + folder + " has " + folder.toFile().getUsableSpace() / MIB + " MB free";
        return "Kafka gave up" + why + ": " + disk + ", and the log tells more.";
    }
}
