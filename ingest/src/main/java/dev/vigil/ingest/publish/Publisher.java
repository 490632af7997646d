package dev.vigil.ingest.publish;

import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.kafka.KafkaRefusal;
import dev.vigil.runtime.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes from the lanes of all cameras in turn and hands to one idempotent producer. The producer never gives a record up by
 * itself: while Kafka is away, what it holds is bounded by each lane's count of records under way, and the lanes in front keep
 * the newest. So memory stays flat, order is kept, and a marker is never lost. Thread-safe.
 */
public final class Publisher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Publisher.class);
    private static final Duration UNANSWERED = Duration.ofSeconds(10);
    private static final long RETRY_MS = 200;
    private static final long REFUSED_MS = 1_000;

    private final Producers producers;
    private final KafkaConfig kafka;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ready = lock.newCondition();
    private final List<Lane> lanes = new ArrayList<>();
    private final Thread pump = new Thread(this::run, "vigil-ingest-publisher");
    private final Supplier<CommitFollower> following;
    private @Nullable CommitFollower follower;
    private int turn;
    private boolean stopping;
    private boolean reached;
    private boolean away;
    private @Nullable String refusal;
    private volatile boolean useless;
    private long lastProgress = System.nanoTime();
    private @Nullable String fatal;

    private record Turn(Lane lane, Outgoing outgoing) {}

    /** Runs on a producer, and where a camera waits for its readers a follower, that it closes in the end. */
    Publisher(Producer<String, byte[]> producer, String bootstrap, Supplier<CommitFollower> following) {
        this(new Producers(() -> producer, null), new KafkaConfig(bootstrap, Map.of()), following);
    }

    private Publisher(Producers producers, KafkaConfig kafka, Supplier<CommitFollower> following) {
        this.producers = producers;
        this.kafka = kafka;
        this.following = following;
        pump.setDaemon(true);
        pump.start();
    }

    /**
     * Starts; does not wait for Kafka.
     *
     * @param group whose commits a lane that waits goes by
     * @param meters have the producer's metrics
     * @throws org.apache.kafka.common.KafkaException if the settings are refused or no broker's name can be resolved
     */
    public static Publisher start(KafkaConfig kafka, String group, MeterRegistry meters) {
        Producers producers = new Producers(
                () -> new KafkaProducer<>(settings(kafka), new StringSerializer(), new ByteArraySerializer()), meters);
        return new Publisher(producers, kafka, () -> CommitFollower.start(kafka, group));
    }

    static Map<String, Object> settings(KafkaConfig kafka) {
        Map<String, Object> settings = kafka.client();
        settings.put("client.id", "vigil-ingest");
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("compression.type", "none"); // JPEG does not get smaller
        settings.put("linger.ms", 0);
        settings.put("batch.size", 128 * 1024);
        settings.put("max.request.size", Topics.MAX_RECORD_BYTES);
        settings.putIfAbsent("buffer.memory", 64L * 1024 * 1024);
        settings.put("max.block.ms", 1_000);
        settings.putIfAbsent("request.timeout.ms", 10_000);
        settings.put("delivery.timeout.ms", Integer.MAX_VALUE);
        return settings;
    }

    /** Opens the lane of a live camera. */
    public Lane lane(Lane.Settings settings, LaneListener listener) {
        return add(new Lane(settings, listener, null, lock, ready));
    }

    /** Opens the lane of a camera that never runs further than {@code framesAhead} ahead of its readers' commits. */
    public Lane waitingLane(String camera, Lane.Settings settings, LaneListener listener, int framesAhead) {
        lock.lock();
        try {
            if (follower == null) {
                follower = following.get();
            }
            AheadLimit ahead = follower.limit(camera, framesAhead);
            return add(new Lane(settings, listener, ahead, lock, ready));
        } finally {
            lock.unlock();
        }
    }

    private Lane add(Lane lane) {
        lock.lock();
        try {
            lanes.add(lane);
        } finally {
            lock.unlock();
        }
        return lane;
    }

    /** The camera of this lane is gone: the lane goes too, once what is in it has been sent. */
    public void release(Lane lane) {
        lock.lock();
        try {
            lane.retire();
            lanes.removeIf(Lane::spent);
            ready.signal();
            if (follower != null) {
                lane.forgetLimit(follower);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Empty when Kafka takes frames, else one sentence that says what is awaited. */
    public Optional<String> awaited() {
        lock.lock();
        try {
            if (fatal != null) {
                return Optional.of("Publishing to Kafka failed for good, restart ingest: " + fatal);
            }
            boolean silent =
                    lanes.stream().anyMatch(Lane::awaiting) && System.nanoTime() - lastProgress > UNANSWERED.toNanos();
            if (refusal != null) {
                return Optional.of(refusal);
            }
            return reached && !away && !silent
                    ? Optional.empty()
                    : Optional.of("Kafka at " + kafka.bootstrap() + " does not take frames, or the topic "
                            + Topics.FRAME_CAPTURED.name() + " is missing.");
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            awaitTopic();
            for (Turn next = nextTurn(); next != null; next = nextTurn()) {
                send(next);
            }
        } catch (InterruptedException | InterruptException e) {
            log.debug("The publisher was stopped while Kafka was away.");
        } catch (RuntimeException e) { // the edge of the thread
            log.error("Publishing failed for good.", e);
            fail(e);
        }
    }

    private void awaitTopic() throws InterruptedException {
        while (!reached) {
            try {
                boolean there =
                        !usable().partitionsFor(Topics.FRAME_CAPTURED.name()).isEmpty();
                note(there ? null : new IllegalStateException("The topic has no partitions."));
            } catch (RetriableException e) {
                note(e);
            } catch (AuthenticationException
                    | AuthorizationException e) { // mended at the broker, without a restart here
                useless = true;
                note(e);
            }
            if (pauseWhileAway()) {
                return;
            }
        }
    }

    /** The producer, another one where Kafka has refused it for what it is. */
    private Producer<String, byte[]> usable() {
        if (useless) {
            producers.renew();
            useless = false;
        }
        return producers.get();
    }

    /** Waits a little while Kafka is away; says whether the publisher shall stop. */
    private boolean pauseWhileAway() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(refusal == null ? RETRY_MS : REFUSED_MS);
            while (left > 0 && !stopping && (away || !reached)) {
                left = ready.awaitNanos(left);
            }
            return stopping;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next record, taking lanes in turn; null when stopped and everything was sent. */
    private @Nullable Turn nextTurn() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                if (lanes.stream().noneMatch(Lane::awaiting)) {
                    lastProgress = System.nanoTime(); // nothing is asked of Kafka, so nothing is overdue
                }
                for (int i = 0; i < lanes.size(); i++) {
                    turn = (turn + 1) % lanes.size();
                    Outgoing outgoing = lanes.get(turn).take();
                    if (outgoing != null) {
                        return new Turn(lanes.get(turn), outgoing);
                    }
                }
                lanes.removeIf(Lane::spent);
                if (stopping && lanes.stream().allMatch(Lane::idle)) {
                    return null;
                }
                ready.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void send(Turn next) throws InterruptedException {
        // A retry needs a fresh record: the producer makes the headers of one that it has seen read-only.
        ProducerRecord<String, byte[]> given = next.outgoing.record();
        var record = new ProducerRecord<>(
                given.topic(), null, given.timestamp(), given.key(), given.value(), given.headers());
        var unused = usable().send(record, (metadata, failure) -> completed(next, metadata, failure));
        pauseWhileAway();
    }

    private void completed(Turn sent, @Nullable RecordMetadata metadata, @Nullable Exception failure) {
        boolean beforeAcceptance = Thread.currentThread() == pump;
        lock.lock();
        try {
            if (failure == null && metadata != null) {
                sent.lane.acknowledged(sent.outgoing, metadata.partition(), metadata.offset());
                note(null);
            } else if ((failure instanceof RetriableException || KafkaRefusal.is(failure)) && beforeAcceptance) {
                sent.lane.putBack(sent.outgoing); // no metadata yet, or the producer's memory is full
                note(failure);
            } else {
                sent.lane.refused(sent.outgoing, stopping ? "stopped" : "refused");
                note(failure);
            }
            useless |= KafkaRefusal.is(failure);
        } finally {
            lock.unlock();
        }
    }

    /** Keeps the state, and logs its changes. */
    private void note(@Nullable Exception failure) {
        lock.lock();
        try {
            if (failure == null) {
                reached = true;
                lastProgress = System.nanoTime();
                if (away) {
                    log.info("Kafka at {} takes frames again.", kafka.bootstrap());
                }
            } else if (!away && !stopping && !KafkaRefusal.is(failure)) {
                log.warn("Kafka at {} does not take frames: {}", kafka.bootstrap(), failure.toString());
            }
            tellRefusal(KafkaRefusal.of(kafka, failure).orElse(null));
            away = failure != null;
        } finally {
            lock.unlock();
        }
    }

    private void tellRefusal(@Nullable String now) {
        if (now != null && !now.equals(refusal)) {
            log.error("{}", now);
        }
        refusal = now;
    }

    private void fail(RuntimeException failure) {
        lock.lock();
        try {
            fatal = failure.toString();
            lanes.forEach(Lane::close);
        } finally {
            lock.unlock();
        }
    }

    /** Sends what is left for at most {@code patience}, drops the rest, and closes the producer. */
    public void close(Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        lock.lock();
        try {
            stopping = true;
            ready.signalAll();
        } finally {
            lock.unlock();
        }
        join(patience);
        lock.lock();
        try {
            lanes.forEach(Lane::close);
        } finally {
            lock.unlock();
        }
        pump.interrupt();
        closeFollower();
        producers.close(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
    }

    private void closeFollower() {
        if (follower != null) {
            follower.close();
        }
    }

    private void join(Duration patience) {
        try {
            pump.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(5));
    }
}
