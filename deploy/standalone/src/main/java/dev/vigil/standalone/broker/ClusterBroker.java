package dev.vigil.standalone.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/**
 * One node of a Kafka cluster as a program of its own, for what is tried on brokers that die: {@code java … ClusterBroker CLUSTER ID
 * FOLDER PORT SIDE-PORT SIDE-ADDRESS CONTROLLER-PORT VOTER…}. It creates no topics, and ends in order at SIGTERM.
 */
public final class ClusterBroker {
    private static final int FIXED = 7;

    private ClusterBroker() {}

    /** The program's arguments for a node of the cluster with that id (a Kafka {@code Uuid}). */
    public static List<String> arguments(String cluster, ClusterNode node) {
        List<String> arguments = new java.util.ArrayList<>(List.of(
                cluster,
                Integer.toString(node.id()),
                node.folder().toString(),
                Integer.toString(node.port()),
                Integer.toString(node.sidePort()),
                node.sideAddress(),
                Integer.toString(node.controllerPort())));
        arguments.addAll(node.voters());
        return arguments;
    }

    /** Runs the node until a signal ends it. */
    public static void main(String[] arguments) {
        ClusterNode node = new ClusterNode(
                Integer.parseInt(arguments[1]),
                Path.of(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                arguments[5],
                Integer.parseInt(arguments[6]),
                List.of(arguments).subList(FIXED, arguments.length));
        try {
            Files.createDirectories(node.folder());
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + node.folder() + " can't be created.", e);
        }
        LogFolder.format(node.folder(), node.id(), arguments[0]);
        KafkaRaftServer server =
                new KafkaRaftServer(KafkaConfig.fromProps(BrokerProperties.of(node), /* doLog= */ false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "vigil-broker-stop"));
        server.startup();
        server.awaitShutdown();
    }
}
