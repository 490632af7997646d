package dev.vigil.standalone.service;

import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.standalone.command.FailedException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A service of one part, as a program: {@code java … StoppedService clean|hangs|throws|dies}. */
public final class StoppedService {
    private StoppedService() {}

    /** Runs it. */
    public static void main(String[] arguments) throws InterruptedException {
        ServiceRun run = new ServiceRun(Duration.ofSeconds(1), System.err::println);
        try {
            run.run(new KafkaConfig("127.0.0.1:1", Map.of()), (closing, onFailure) -> {
                closing.add("the floor", () -> {});
                closing.add("the part", () -> close(arguments[0]));
                System.err.println("up");
                if (arguments[0].equals("dies")) {
                    onFailure.accept("The part can't go on.");
                }
            });
        } catch (FailedException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    private static void close(String how) throws InterruptedException {
        if (how.equals("hangs")) {
            new CountDownLatch(1).await();
        } else if (how.equals("throws")) {
            throw new IllegalStateException("It can't be closed.");
        }
    }
}
