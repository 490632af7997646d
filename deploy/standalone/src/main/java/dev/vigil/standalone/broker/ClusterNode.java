package dev.vigil.standalone.broker;

import java.nio.file.Path;
import java.util.List;

/**
 * One Kafka node, broker and controller in one, of a cluster on this machine.
 *
 * @param id from 1
 * @param folder of its log
 * @param port that clients and the other brokers use
 * @param sidePort a second port that clients may use, which is advertised as {@code sideAddress}; 0 for none
 * @param sideAddress {@code host:port} of what leads to {@code sidePort}; empty for none
 * @param controllerPort of its controller
 * @param voters of the controllers, as {@code 1@127.0.0.1:9093}, the same for all nodes
 */
public record ClusterNode(
        int id, Path folder, int port, int sidePort, String sideAddress, int controllerPort, List<String> voters) {
    /** Copies the list. */
    public ClusterNode {
        voters = List.copyOf(voters);
    }

    /** The only node of its cluster. */
    static ClusterNode alone(Path folder, int port, int controllerPort) {
        String voter = LogFolder.NODE_ID + "@" + Ports.LOOPBACK + ":" + controllerPort;
        return new ClusterNode(LogFolder.NODE_ID, folder, port, 0, "", controllerPort, List.of(voter));
    }

    /** How often each partition is kept. */
    public short replicas() {
        return (short) Math.min(3, voters.size());
    }

    /** How many copies must have a record for it to be acknowledged. */
    int inSync() {
        return replicas() > 2 ? 2 : 1;
    }
}
