package dev.vigil.standalone.service;

import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.kafka.KafkaRefusal;
import dev.vigil.standalone.command.FailedException;
import dev.vigil.standalone.lifecycle.Closing;
import dev.vigil.standalone.lifecycle.StopSignal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;

/** Runs a service until a signal stops it, which is a success, or it can't go on, which is a failure. */
final class ServiceRun {
    private static final Duration CLOSING = Duration.ofSeconds(25);

    /** Starts a service's parts. */
    @FunctionalInterface
    interface Starter {
        /**
         * Starts them.
         *
         * @param closing to note each part in as soon as it runs
         * @param onFailure to call, from any thread, when a part can't go on
         */
        void start(Closing closing, Consumer<String> onFailure) throws InterruptedException;
    }

    private ServiceRun() {}

    /**
     * Starts it, and returns when it has been stopped and closed.
     *
     * @throws FailedException if a part can't go on, or the settings for Kafka can't be right
     */
    static void run(KafkaConfig kafka, Starter starter) throws InterruptedException {
        CompletableFuture<Optional<String>> over = new CompletableFuture<>();
        try (StopSignal signal = StopSignal.install(() -> over.complete(Optional.empty()), 0)) {
            Closing closing = new Closing();
            Optional<String> failure;
            try {
                starter.start(closing, sentence -> over.complete(Optional.of(sentence)));
                failure = over.join();
            } catch (KafkaException e) { // its clients begin in the background: what they throw is about their settings
                failure = Optional.of(
                        "Kafka at " + kafka.bootstrap() + " can't be used: " + KafkaRefusal.orReason(kafka, e));
            } finally {
                closing.closeWithin(CLOSING);
            }
            if (failure.isPresent()) {
                throw new FailedException(failure.get());
            }
        }
    }
}
