package dev.vigil.gallery.broker;

import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.TopicCreator;
import dev.vigil.runtime.topic.TopicSpec;
import dev.vigil.runtime.topic.Topics;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.awaitility.Awaitility;

/** One real broker with its data in a folder: stopped and started again, it has the same address and the same data. */
public final class TestBroker implements AutoCloseable {
    /** What the name of a test's audit topic adds to that of its changed topic. */
    public static final String AUDIT = "-audit";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int FIRST_PORT = 10_000;
    private static final int PORTS = 20_000;
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 200 % PORTS));

    static { // what is awaited is mostly there already, or soon: Awaitility by itself looks for the first time after
        // 100 ms
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
    }

    private final Path data;
    private final int port = freePort();
    private final int proxiedPort = freePort();
    private final int controllerPort = freePort();
    private final Proxy proxy = Proxy.to(proxiedPort);
    private KafkaRaftServer server;

    private TestBroker(Path data) {
        this.data = data;
        this.server = boot();
    }

    /** Starts a broker that keeps its data in {@code data}. */
    public static TestBroker start(Path data) {
        return new TestBroker(data.resolve("kafka"));
    }

    /** Where it listens. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** How a client reaches it. */
    public KafkaConfig client() {
        return new KafkaConfig(address(), Map.of());
    }

    /** How a client reaches it through {@link #proxy()}. */
    public KafkaConfig proxiedClient() {
        return new KafkaConfig("127.0.0.1:" + proxy.port(), Map.of());
    }

    /** The relay of {@link #proxiedClient()}. */
    public Proxy proxy() {
        return proxy;
    }

    /** Creates the changed topic under another name, and its audit topic, with the standalone mode's partitions. */
    public String createChangedTopic(String name) throws InterruptedException {
        return createChangedTopic(name, Map.of());
    }

    /** The same with other settings. */
    public String createChangedTopic(String name, Map<String, String> settings) throws InterruptedException {
        TopicSpec changed = named(Topics.GALLERY_CHANGED, name);
        Map<String, String> config = new HashMap<>(changed.config());
        config.putAll(settings);
        List<TopicSpec> specs = List.of(
                new TopicSpec(name, changed.partitions(), changed.standalonePartitions(), config),
                named(Topics.GALLERY_AUDITED, name + AUDIT));
        try (Admin admin = Admin.create(client().client())) {
            new TopicCreator(admin, PATIENCE).createMissing(specs, true, (short) 1);
        }
        return name;
    }

    private static TopicSpec named(TopicSpec like, String name) {
        return new TopicSpec(name, like.partitions(), like.standalonePartitions(), like.config());
    }

    /** Stops it; its data stays. */
    public void stop() {
        server.shutdown();
        server.awaitShutdown();
    }

    /** Starts it again, on the same address and data. */
    public void startAgain() {
        server = boot();
    }

    @Override
    public void close() throws IOException {
        stop();
        proxy.close();
    }

    private KafkaRaftServer boot() {
        try {
            format();
        } catch (Exception e) {
            throw new IllegalStateException("The broker's folder can't be formatted.", e);
        }
        KafkaRaftServer booted =
                new KafkaRaftServer(kafka.server.KafkaConfig.fromProps(properties(), false), Time.SYSTEM);
        booted.startup();
        return booted;
    }

    private void format() throws Exception {
        Formatter formatter = new Formatter();
        formatter
                .setNodeId(1)
                .setClusterId(new Uuid(7, 7).toString())
                .addDirectory(data.toString())
                .setMetadataLogDirectory(data.toString())
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setIgnoreFormatted(true);
        formatter.run();
    }

    private Properties properties() {
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", "1");
        p.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        p.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",PROXIED://127.0.0.1:" + proxiedPort + ",CONTROLLER://127.0.0.1:"
                        + controllerPort);
        p.put("advertised.listeners", "PLAINTEXT://" + address() + ",PROXIED://127.0.0.1:" + proxy.port());
        p.put("controller.listener.names", "CONTROLLER");
        p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.put("log.dirs", data.toString());
        p.put("auto.create.topics.enable", "false");
        p.put("offsets.topic.replication.factor", "1");
        p.put("offsets.topic.num.partitions", "1");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.min.isr", "1");
        p.put("transaction.state.log.num.partitions", "4");
        p.put("share.coordinator.state.topic.replication.factor", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("log.cleaner.dedupe.buffer.size", "4194304");
        p.put("log.cleaner.backoff.ms", "500");
        p.put("broker.session.timeout.ms", "2000");
        p.put("broker.heartbeat.interval.ms", "500");
        return p;
    }

    /**
     * A port that nobody listens on, nor will before it is bound: none of those that the system gives to whoever asks for any (from 32768
     * on), and none that tests in another JVM are given, who count from elsewhere.
     */
    public static int freePort() {
        while (true) {
            int port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // somebody listens there: the next one
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
