package dev.vigil.recognizer.webhook;

import dev.vigil.recognizer.webhook.Post.Outcome;
import dev.vigil.recognizer.webhook.WebhookTarget.Kind;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one target, on a thread of its own: committed events in the order of their partition, each until it is taken, refused for good or
 * too old, and only then its offset is committed. So a target is told at least once; the event's id is the same each time.
 */
final class Courier implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Courier.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int BATCH = 100;

    private final WebhookTarget target;
    private final WebhooksConfig config;
    private final KafkaConfig kafka;
    private final Post post;
    private final MeterRegistry meters;
    private final Clock clock;
    private final CountDownLatch stop;
    private boolean away;

    Courier(
            WebhookTarget target,
            WebhooksConfig config,
            KafkaConfig kafka,
            MeterRegistry meters,
            Clock clock,
            CountDownLatch stop) {
        this.target = target;
        this.config = config;
        this.kafka = kafka;
        this.post = new Post(target, config);
        this.meters = meters;
        this.clock = clock;
        this.stop = stop;
    }

    @Override
    public void run() {
        while (!stopped()) {
            try (KafkaConsumer<String, byte[]> consumer =
                    new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
                consumer.subscribe(topics(), new Begin(consumer));
                while (!stopped()) {
                    tell(consumer, consumer.poll(POLL));
                }
            } catch (KafkaException e) {
                log.warn(
                        "The webhook {} can't read events from Kafka and goes on trying: {}",
                        target.id(),
                        e.getMessage());
                pause(config.leastPause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Set<String> topics() {
        return target.events().stream()
                .map(kind -> kind == Kind.ALERT ? Topics.ALERT_RAISED.name() : Topics.FACE_RECOGNIZED.name())
                .collect(Collectors.toSet());
    }

    private void tell(Consumer<String, byte[]> consumer, ConsumerRecords<String, byte[]> records)
            throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            Optional<Notice> notice = Notice.read(record).filter(read -> read.wantedBy(target, clock.instant()));
            if (notice.isPresent()) {
                if (!deliver(consumer, partition, notice.get())) {
                    rewind(consumer);
                    return;
                }
                consumer.commitSync(Map.of(partition, new OffsetAndMetadata(record.offset() + 1)));
                done.remove(partition);
            } else {
                done.put(partition, new OffsetAndMetadata(record.offset() + 1));
            }
        }
        if (!done.isEmpty()) {
            consumer.commitSync(done);
        }
    }

    /** Until it is taken, refused or too old. False where the partition is another's by now, or this is to stop. */
    private boolean deliver(Consumer<String, byte[]> consumer, TopicPartition partition, Notice notice)
            throws InterruptedException {
        Duration wait = config.leastPause();
        while (!stopped()) {
            Instant now = clock.instant();
            if (notice.headers().time().plus(config.giveUpAfter()).isBefore(now)) {
                count("given-up");
                return true;
            }
            Outcome outcome = post.send(notice, now);
            if (outcome instanceof Outcome.Taken) {
                back();
                count("taken");
                return true;
            } else if (outcome instanceof Outcome.Refused refused) {
                back();
                log.warn(
                        "The webhook {} does not take the event {}: {}",
                        target.id(),
                        notice.headers().id(),
                        refused.why());
                count("refused");
                return true;
            } else if (outcome instanceof Outcome.Later later) {
                away(later.why());
                count("repeated");
            }
            if (!idle(consumer, jittered(wait)) || !consumer.assignment().contains(partition)) {
                return false;
            }
            wait = wait.multipliedBy(2).compareTo(config.mostPause()) > 0 ? config.mostPause() : wait.multipliedBy(2);
        }
        return false;
    }

    /** What was read and not told is read again. */
    private static void rewind(Consumer<String, byte[]> consumer) {
        consumer.committed(consumer.assignment()).forEach((partition, offset) -> {
            if (offset != null) {
                consumer.seek(partition, offset);
            } else {
                consumer.seekToBeginning(Set.of(partition));
            }
        });
    }

    /** Stays in the group without reading on; what comes of a partition that is new to us is read again afterwards. */
    private boolean idle(Consumer<String, byte[]> consumer, Duration time) {
        consumer.pause(consumer.assignment());
        Instant until = clock.instant().plus(time);
        while (!stopped() && clock.instant().isBefore(until)) {
            ConsumerRecords<String, byte[]> early = consumer.poll(POLL);
            for (TopicPartition partition : early.partitions()) {
                consumer.seek(partition, early.records(partition).get(0).offset());
            }
            consumer.pause(consumer.assignment());
        }
        consumer.resume(consumer.assignment());
        return !stopped();
    }

    private static Duration jittered(Duration wait) {
        return wait.plusMillis(ThreadLocalRandom.current().nextLong(wait.toMillis() / 4 + 1));
    }

    private void away(String why) {
        if (!away) {
            log.warn("The webhook {} is not reached, and is told again until it is: {}", target.id(), why);
        }
        away = true;
    }

    private void back() {
        if (away) {
            log.info("The webhook {} is reached again", target.id());
        }
        away = false;
    }

    private void count(String outcome) {
        Counter.builder("vigil.webhook.deliveries")
                .description("Requests to webhooks")
                .tag("target", target.id())
                .tag("outcome", outcome)
                .register(meters)
                .increment();
    }

    private boolean stopped() {
        return stop.getCount() == 0;
    }

    private void pause(Duration time) {
        try {
            var unused = stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = kafka.client();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, "vigil-webhooks-" + target.id());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "vigil-webhooks-" + target.id());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, BATCH);
        return settings;
    }

    /** A target that is new begins with what comes from now on, and that is noted at once, so that it is not new again. */
    private final class Begin implements ConsumerRebalanceListener {
        private final Consumer<String, byte[]> consumer;

        Begin(Consumer<String, byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // what was told is committed already
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (target.fromStart()) {
                return;
            }
            Map<TopicPartition, OffsetAndMetadata> known = consumer.committed(Set.copyOf(partitions));
            List<TopicPartition> fresh = partitions.stream()
                    .filter(partition -> known.get(partition) == null)
                    .toList();
            if (!fresh.isEmpty()) {
                Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
                consumer.endOffsets(fresh).forEach((partition, end) -> {
                    consumer.seek(partition, end);
                    ends.put(partition, new OffsetAndMetadata(end));
                });
                consumer.commitSync(ends);
            }
        }
    }
}
