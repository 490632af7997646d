package dev.vigil.gallery.log;

import dev.vigil.runtime.kafka.KafkaRefusal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This replica's place in the consumer group that owns the partitions of the changed topic: Kafka says which replica writes which
 * partition, and gives those of one that has gone silent to the others. It reads nothing; that is the reader's part, and of every
 * replica. One thread of its own, on which the listener is called.
 */
final class Membership implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Membership.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration REFUSED = Duration.ofSeconds(2);
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final LogSettings settings;
    private final Listener listener;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Set<Integer> owned = new TreeSet<>();
    private final Thread thread = new Thread(this::run, "gallery-member");

    private volatile ConsumerGroupMetadata metadata;
    private final CountDownLatch closing = new CountDownLatch(1);
    private boolean refused; // of the member's thread

    /** What the group decides. */
    interface Listener {
        /** This replica writes the partition from now on. */
        void given(int partition);

        /** It does not write them any more: when this returns, others may. */
        void taken(Set<Integer> partitions);

        /** The group has decided who writes what, which may be nothing for this replica. */
        void joined();

        /** Kafka does not let it be a member, in one sentence; it asks again. Null once Kafka does. */
        void refused(@Nullable String why);

        /** Called again and again. */
        void polled(Set<Integer> owned);

        /** It can't be a member any more, as when another process bears its name. */
        void expelled(Exception why);
    }

    Membership(LogSettings settings, Listener listener) {
        this.settings = settings;
        this.listener = listener;
        this.consumer = new KafkaConsumer<>(settings.membership());
        this.metadata = consumer.groupMetadata();
    }

    void start() {
        thread.start();
    }

    /** The membership as it is now, by which Kafka tells a member from a former one. Of any thread. */
    ConsumerGroupMetadata metadata() {
        return metadata;
    }

    /** Closes one that was never started. */
    void discard() {
        consumer.close(CloseOptions.timeout(CLOSE));
    }

    /** Leaves the group, but for a replica with a name of its own: it is expected back, and its partitions wait for it. */
    @Override
    public void close() throws InterruptedException {
        closing.countDown();
        consumer.wakeup();
        thread.join();
    }

    private void run() {
        try {
            consumer.subscribe(List.of(settings.topic()), new Rebalance());
            while (!isClosing()) {
                poll();
            }
        } catch (WakeupException | InterruptException | InterruptedException e) {
            log.debug("The member was woken to stop.");
        } catch (Exception e) { // the edge of the thread
            listener.expelled(e);
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE)
                    .withGroupMembershipOperation(
                            settings.member().isEmpty()
                                    ? GroupMembershipOperation.LEAVE_GROUP
                                    : GroupMembershipOperation.REMAIN_IN_GROUP));
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void poll() throws InterruptedException {
        try {
            consumer.poll(POLL);
            note(null);
        } catch (RetriableException e) {
            log.debug("Kafka does not answer the member", e);
        } catch (AuthenticationException | AuthorizationException e) { // mended at the broker, without a restart here
            note(e);
            if (closing.await(REFUSED.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        metadata = consumer.groupMetadata();
        listener.polled(Set.copyOf(owned));
    }

    private void note(@Nullable KafkaException why) {
        if (why != null && !refused) {
            String sentence = KafkaRefusal.orReason(settings.kafka(), why);
            log.error("The gallery can't join its group {}: {}", settings.group(), sentence);
            listener.refused(sentence);
        } else if (why == null && refused) {
            log.info("Kafka lets the gallery join its group.");
            listener.refused(null);
        }
        refused = why != null;
    }

    private final class Rebalance implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            consumer.pause(consumer.assignment());
            metadata = consumer.groupMetadata();
            for (int partition : numbers(partitions)) {
                owned.add(partition);
                listener.given(partition);
            }
            listener.joined();
            if (!partitions.isEmpty()) {
                log.info("This replica writes the partitions {} of {}.", owned, settings.topic());
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            drop(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                log.warn("This replica was silent for too long: others write the partitions {} now.", owned);
            }
            drop(partitions);
        }

        private void drop(Collection<TopicPartition> partitions) {
            owned.removeAll(numbers(partitions));
            listener.taken(numbers(partitions));
            if (!partitions.isEmpty() && !isClosing()) {
                log.info("This replica writes the partitions {} of {} now.", owned, settings.topic());
            }
        }

        private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
            return partitions.stream().map(TopicPartition::partition).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
