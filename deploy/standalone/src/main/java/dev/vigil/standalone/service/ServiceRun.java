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

/**
 * Runs a service until a signal stops it, which is a success where everything closed in order, or it can't go on, which is a failure.
 */
final class ServiceRun {
    /** Less than what a signal waits for ({@link StopSignal}), so that what did not close can be told. */
    static final Duration CLOSING = Duration.ofSeconds(25);

    private final Duration longest;
    private final Consumer<String> say;

    /**
     * Not begun.
     *
     * @param longest that closing may take
     * @param say hears of what did not close
     */
    ServiceRun(Duration longest, Consumer<String> say) {
        this.longest = longest;
        this.say = say;
    }

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

    /**
     * Starts it, and returns when it has been stopped and closed. A stop in which not everything closed in order is told, and ends the
     * process with status 1.
     *
     * @throws FailedException if a part can't go on, or the settings for Kafka can't be right
     */
    void run(KafkaConfig kafka, Starter starter) throws InterruptedException {
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
                close(closing, signal);
            }
            if (failure.isPresent()) {
                throw new FailedException(failure.get());
            }
        }
    }

    /** Told here: where a signal waits, it ends the process before anybody hears of what is thrown. */
    private void close(Closing closing, StopSignal signal) {
        if (!closing.closeWithin(longest)) {
            say.accept("not everything closed in order within " + longest.toSeconds() + " s: "
                    + String.join(", ", closing.unclosed()) + "; the log tells why");
            signal.failed();
        }
    }
}
