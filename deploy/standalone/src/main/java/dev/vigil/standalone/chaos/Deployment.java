package dev.vigil.standalone.chaos;

import dev.vigil.runtime.http.KeyRing;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.TopicCreator;
import dev.vigil.runtime.topic.TopicSpec;
import dev.vigil.runtime.topic.Topics;
import dev.vigil.standalone.broker.ClusterBroker;
import dev.vigil.standalone.broker.ClusterNode;
import dev.vigil.standalone.broker.Ports;
import dev.vigil.standalone.command.FailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * A deployment of Vigil as processes on this machine: brokers, a gallery, two recognizers, ingest, and cameras that this process
 * shows them. The second recognizer and ingest reach Kafka through links that can be slow or cut. For one thread.
 */
final class Deployment implements AutoCloseable {
    static final int RECOGNIZERS = 2;

    private static final String MAIN = "dev.vigil.standalone.Main";
    private static final int RATE = 5;
    private static final Duration ADMIN = Duration.ofMinutes(3);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final Duration TERM = Duration.ofSeconds(40);

    private final ChaosOptions options;
    private final String key = KeyRing.newKey();
    private final List<ClusterNode> nodes = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final List<ChildProcess> brokers = new ArrayList<>();
    private final List<ChildProcess> recognizers = new ArrayList<>();
    private final List<URI> recognizerUrls = new ArrayList<>();
    private final WrongClock clock;
    private final Map<String, SmallDisk> disks = new HashMap<>();
    private final PictureServer pictures;
    private final Link toCameras;
    private final ChildProcess gallery;
    private final ChildProcess ingest;
    private final URI galleryUrl;
    private final URI ingestUrl;

    /**
     * Prepares it; starts no process.
     *
     * @param videos that the cameras show
     */
    Deployment(ChaosOptions options, List<Path> videos) {
        this.options = options;
        layOutBrokers();
        pictures = PictureServer.start(videos.get(0), RATE);
        toCameras = new Link(pictures.port());
        galleryUrl = here(Ports.free());
        ingestUrl = here(Ports.free());
        Path config = configure(videos);
        gallery = service("gallery", config, "gallery", galleryUrl, direct(), Map.of());
        clock = new WrongClock(options.folder(), "ingest");
        boolean wrong = options.faults().contains(FaultKind.CLOCK_STEP);
        ingest = service("ingest", config, "ingest", ingestUrl, throughLinks(), wrong ? clock.environment() : Map.of());
        for (int i = 0; i < RECOGNIZERS; i++) {
            URI url = here(Ports.free());
            recognizerUrls.add(url);
            recognizers.add(service(
                    "recognizer-" + (i + 1), config, "recognizer", url, i == 0 ? direct() : throughLinks(), member(i)));
        }
    }

    private Map<String, String> member(int index) {
        return switch (options.membership()) {
            case DYNAMIC -> Map.of();
            case STATIC -> Map.of("VIGIL_RECOGNIZER_INSTANCE", "recognizer-" + (index + 1));
            case STREAMS -> Map.of("VIGIL_RECOGNIZER_GROUP_PROTOCOL", "streams");
        };
    }

    private static URI here(int port) {
        return URI.create("http://" + Ports.LOOPBACK + ":" + port);
    }

    private void layOutBrokers() {
        String cluster = Uuid.randomUuid().toString();
        int[] controllers =
                IntStream.range(0, options.brokers()).map(i -> Ports.free()).toArray();
        List<String> voters = IntStream.range(0, options.brokers())
                .mapToObj(i -> (i + 1) + "@" + Ports.LOOPBACK + ":" + controllers[i])
                .toList();
        for (int i = 0; i < options.brokers(); i++) {
            int side = Ports.free();
            Link link = new Link(side);
            links.add(link);
            nodes.add(new ClusterNode(
                    i + 1,
                    options.folder().resolve("kafka-" + (i + 1)),
                    Ports.free(),
                    side,
                    Ports.LOOPBACK + ":" + link.port(),
                    controllers[i],
                    voters));
            String name = "broker-" + (i + 1);
            if (options.faults().contains(FaultKind.BROKER_FULL)) {
                disks.put(name, SmallDisk.mount(nodes.get(i).folder()));
            }
            brokers.add(new ChildProcess(
                    name,
                    options.folder(),
                    jvm("256m", List.of("-XX:TieredStopAtLevel=1")),
                    ClusterBroker.class.getName(),
                    ClusterBroker.arguments(cluster, nodes.get(i)),
                    Map.of()));
        }
    }

    /** As the launcher starts them, with smaller heaps; what this process was told of its own is handed on. */
    private static List<String> jvm(String heap, List<String> more) {
        Stream<String> inherited = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(each -> each.startsWith("--sun-misc") || each.startsWith("-Duser.home"));
        Stream<String> own = Stream.of(
                "-Xms32m",
                "-Xmx" + heap,
                "-XX:MaxDirectMemorySize=256m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dfile.encoding=UTF-8",
                "-Djava.awt.headless=true",
                "-Dai.djl.offline=true",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "--enable-native-access=ALL-UNNAMED");
        return Stream.of(own, inherited, more.stream()).flatMap(each -> each).toList();
    }

    private ChildProcess service(
            String name, Path config, String command, URI url, String bootstrap, Map<String, String> more) {
        Map<String, String> env = new HashMap<>(more);
        env.put("VIGIL_KAFKA_BOOTSTRAP", bootstrap);
        env.put(command.equals("gallery") ? "VIGIL_GALLERY_PORT" : "VIGIL_HTTP_PORT", Integer.toString(url.getPort()));
        boolean vectors = !command.equals("ingest");
        return new ChildProcess(
                name,
                options.folder(),
                jvm(vectors ? "384m" : "192m", vectors ? List.of("--add-modules", "jdk.incubator.vector") : List.of()),
                MAIN,
                List.of(command, "--config", config.toString()),
                env);
    }

    private Path configure(List<Path> videos) {
        StringBuilder cameras = new StringBuilder();
        for (int i = 0; i < options.cameras(); i++) {
            String source = network(i)
                    ? "http://" + Ports.LOOPBACK + ":" + toCameras.port() + "/"
                            + cameras().get(i)
                    : videos.get(i / 2 % videos.size()).toString();
            cameras.append("    - {id: ")
                    .append(cameras().get(i))
                    .append(", source: \"")
                    .append(source)
                    .append("\", rate: ")
                    .append(RATE)
                    .append(", loop: ")
                    .append(!network(i))
                    .append("}\n");
        }
        String yaml = """
                access:
                  keys: [{id: chaos, role: admin, key: %s}]
                ingest:
                  accountEvery: 1s
                  mostPause: 2s
                  state: "%s"
                  cameras:
                %srecognizer: {accountEvery: 1s, replicationFactor: %d, standbys: %d}
                gallery: {encryption: none}
                galleryAccess: {url: "%s", key: %s}
                """.formatted(
                        key,
                        options.folder().resolve("cameras.json"),
                        cameras,
                        nodes.get(0).replicas(),
                        options.standbys(),
                        galleryUrl,
                        key);
        try {
            return Files.writeString(options.folder().resolve("vigil.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + options.folder() + " can't be written.", e);
        }
    }

    private static boolean network(int camera) {
        return camera % 2 == 1;
    }

    /** Their ids. */
    List<String> cameras() {
        return IntStream.range(0, options.cameras())
                .mapToObj(i -> "camera-" + (i + 1))
                .toList();
    }

    /** How many there are of a fault's target. */
    Map<String, Integer> counts() {
        return Map.of("broker", brokers.size(), "recognizer", RECOGNIZERS);
    }

    private String direct() {
        return String.join(
                ",",
                nodes.stream().map(node -> Ports.LOOPBACK + ":" + node.port()).toList());
    }

    private String throughLinks() {
        return String.join(",", nodes.stream().map(ClusterNode::sideAddress).toList());
    }

    /** How this process reaches Kafka. */
    KafkaConfig kafka() {
        return new KafkaConfig(direct(), Map.of());
    }

    String key() {
        return key;
    }

    URI galleryUrl() {
        return galleryUrl;
    }

    /** Of the recognizer that photos are sent to. */
    URI photosUrl() {
        return recognizerUrls.get(0);
    }

    /** Starts the brokers, and creates the topics. */
    void startKafka() throws InterruptedException {
        brokers.forEach(ChildProcess::start);
        Map<String, Object> settings = kafka().client();
        settings.put("default.api.timeout.ms", Long.toString(ADMIN.toMillis()));
        try (Admin admin = Admin.create(settings)) {
            awaitBrokers(admin);
            short replicas = nodes.get(0).replicas();
            List<TopicSpec> specs = Topics.ALL.stream().map(Deployment::small).toList();
            new TopicCreator(admin, ADMIN).createMissing(specs, /* standalone= */ false, replicas);
        }
    }

    /** A topic can't be kept on brokers that have not come yet. */
    private void awaitBrokers(Admin admin) throws InterruptedException {
        long until = System.nanoTime() + ADMIN.toNanos();
        try {
            while (admin.describeCluster()
                            .nodes()
                            .get(ADMIN.toMillis(), TimeUnit.MILLISECONDS)
                            .size()
                    < brokers.size()) {
                if (System.nanoTime() - until > 0) {
                    throw new FailedException(
                            "Not all brokers came up: their logs in " + options.folder() + " tell why.");
                }
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new FailedException(
                    "The brokers did not come up: their logs in " + options.folder() + " tell why.", e);
        }
    }

    /** With as few partitions as in a standalone one. */
    private static TopicSpec small(TopicSpec spec) {
        return new TopicSpec(spec.name(), spec.standalonePartitions(), spec.standalonePartitions(), spec.config());
    }

    /** Starts gallery and recognizers; their {@link #doors} tell when they are ready. */
    void startServices() {
        gallery.start();
        recognizers.forEach(ChildProcess::start);
    }

    /** Starts the cameras. */
    void startCameras() {
        ingest.start();
    }

    ChildProcess ingest() {
        return ingest;
    }

    /** Stops the cameras. Returns the exit status of ingest. */
    int stopCameras() throws InterruptedException {
        return ingest.terminate(TERM);
    }

    /** The addresses at which services tell whether they are ready. */
    List<URI> doors() {
        List<URI> doors = new ArrayList<>(recognizerUrls);
        doors.add(galleryUrl);
        return doors;
    }

    /** Ingest's. */
    URI ingestUrl() {
        return ingestUrl;
    }

    /** All processes but the brokers. */
    List<ChildProcess> services() {
        List<ChildProcess> services = new ArrayList<>(recognizers);
        services.add(gallery);
        services.add(ingest);
        return services;
    }

    List<ChildProcess> brokers() {
        return List.copyOf(brokers);
    }

    /** Whom a fault is done to; null where it is no process. */
    @org.jspecify.annotations.Nullable
    ChildProcess target(FaultPlan.Fault fault) {
        return switch (fault.kind()) {
            case INGEST_KILL, INGEST_TERM, CLOCK_STEP -> ingest;
            case RECOGNIZER_KILL, RECOGNIZER_STOP, RECOGNIZER_TERM -> recognizers.get(fault.index());
            case GALLERY_KILL, GALLERY_TERM -> gallery;
            case BROKER_KILL, BROKER_STOP, BROKER_TERM, BROKER_FULL -> brokers.get(fault.index());
            case LINK_SLOW, LINK_CUT, LINK_FREEZE, CAMERA_CUT, CAMERA_FREEZE, POISON -> null;
        };
    }

    /** Ingest's, by which its frames are stamped. */
    WrongClock clock() {
        return clock;
    }

    /** Of a broker, where it may be full. */
    SmallDisk disk(ChildProcess broker) {
        return Objects.requireNonNull(disks.get(broker.name()), "of a broker");
    }

    /** Between Kafka and the services that go through them. */
    List<Link> links() {
        return List.copyOf(links);
    }

    /** Between ingest and the network cameras. */
    Link toCameras() {
        return toCameras;
    }

    @Override
    public void close() {
        services().forEach(ChildProcess::close);
        brokers.forEach(ChildProcess::close);
        links.forEach(Link::close);
        toCameras.close();
        pictures.close();
        disks.values().forEach(SmallDisk::close);
    }
}
