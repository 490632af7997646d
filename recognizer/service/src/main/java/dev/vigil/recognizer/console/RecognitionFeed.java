package dev.vigil.recognizer.console;

import dev.vigil.runtime.http.Readiness;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recent recognitions and alerts, in memory, and each new one as it comes: a consumer of its own without a group, which reads
 * committed records from near the end of the topics on. Where Kafka is away it tries again until closed. Thread-safe.
 */
public final class RecognitionFeed implements Readiness, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RecognitionFeed.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final KafkaConfig kafka;
    private final EventRing recognitions;
    private final EventRing alerts;
    private final FeedTail tail;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;

    private RecognitionFeed(KafkaConfig kafka, ConsoleConfig config) {
        this.kafka = kafka;
        this.recognitions = new EventRing(config.keep(), config.queue());
        this.alerts = new EventRing(config.keep(), config.queue());
        this.tail = new FeedTail(
                Map.of(Topics.FACE_RECOGNIZED.name(), recognitions, Topics.ALERT_RAISED.name(), alerts), config.keep());
        this.thread = new Thread(this::run, "vigil-console-feed");
        this.thread.setDaemon(true);
    }

    /** Starts reading. */
    public static RecognitionFeed start(KafkaConfig kafka, ConsoleConfig config) {
        RecognitionFeed feed = new RecognitionFeed(kafka, config);
        feed.thread.start();
        return feed;
    }

    EventRing recognitions() {
        return recognitions;
    }

    EventRing alerts() {
        return alerts;
    }

    @Override
    public Optional<String> awaited() {
        return tail.caughtUp()
                ? Optional.empty()
                : Optional.of("The console has not read the recent recognitions from Kafka yet.");
    }

    /** Ends every subscription and stops reading, within ten seconds. */
    @Override
    public void close() {
        stopped.countDown();
        recognitions.close();
        alerts.close();
        try {
            thread.join(STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean away = false;
        boolean stop = false;
        while (!stop) {
            try {
                tail.follow(kafka, () -> stopped.getCount() == 0);
                away = false;
            } catch (KafkaException e) {
                if (!away) {
                    log.warn("The console can't read events from Kafka and goes on trying: {}", e.getMessage());
                }
                away = true;
            }
            stop = pause();
        }
    }

    private boolean pause() {
        try {
            return stopped.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
