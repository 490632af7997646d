package dev.vigil.gallery.server;

import dev.vigil.runtime.kafka.KafkaConfig;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A replica of the gallery as a process of its own: {@code BOOTSTRAP TOPIC PORT ENCRYPTION}. It runs until it is killed. */
final class ReplicaMain {
    private ReplicaMain() {}

    public static void main(String[] args) throws InterruptedException {
        RunningGallery gallery = RunningGallery.replica(
                new KafkaConfig(args[0], Map.of()), args[1], Integer.parseInt(args[2]), "", args[3]);
        var unused = gallery.gallery.lost().thenAccept(why -> {
            System.err.println(why);
            Runtime.getRuntime().halt(1);
        });
        new CountDownLatch(1).await();
    }
}
