package dev.vigil.standalone.pipeline;

import dev.vigil.recognizer.see.SeeTopology;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.Topics;
import dev.vigil.standalone.command.FailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/** How far {@code vigil-see} has committed. */
final class Progress implements AutoCloseable {
    private static final Duration STUCK = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 200;
    private static final double FROM = .2;
    private static final double TO = .9;

    private final Admin admin;
    private final CountDownLatch never = new CountDownLatch(1);

    Progress(KafkaConfig kafka) {
        admin = Admin.create(kafka.client());
    }

    private record Sample(long nanos, long frames) {}

    /** Frames committed in all partitions together since the topics began. */
    long committed() throws InterruptedException {
        try {
            return admin
                    .listConsumerGroupOffsets(SeeTopology.APPLICATION)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .entrySet()
                    .stream()
                    .filter(each -> each.getKey().topic().equals(Topics.FRAME_CAPTURED.name()))
                    .filter(each -> each.getValue() != null)
                    .mapToLong(each -> each.getValue().offset())
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not tell what is committed.", e);
        }
    }

    /** How many partitions the frames have. */
    int partitions() throws InterruptedException {
        String topic = Topics.FRAME_CAPTURED.name();
        try {
            var topics = admin.describeTopics(List.of(topic)).allTopicNames().get();
            return Objects.requireNonNull(topics.get(topic)).partitions().size();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not tell of the topic " + topic + ".", e);
        }
    }

    /**
     * Follows the stream through {@code frames} that lie ready, and returns how many a second it did between the first fifth and
     * nine tenths: at the end not all threads have some left.
     *
     * @param before what was committed before they were there
     */
    double rate(long before, long frames) throws InterruptedException {
        List<Sample> samples = new ArrayList<>();
        long done = 0;
        long moved = System.nanoTime();
        while (done < frames) {
            long now = System.nanoTime();
            long reached = committed() - before;
            if (reached > done) {
                moved = now;
                done = reached;
                samples.add(new Sample(now, done));
            } else if (now - moved > STUCK.toNanos()) {
                throw new FailedException("The stream stood still for a minute after " + done + " of " + frames
                        + " frames of the bench.");
            }
            pause(LOOK_MILLIS);
        }
        double from = at(samples, frames * FROM);
        double to = at(samples, frames * TO);
        return frames * (TO - FROM) * 1e9 / (to - from);
    }

    /** Until this time has passed. */
    void pause(long millis) throws InterruptedException {
        boolean counted = never.await(millis, TimeUnit.MILLISECONDS);
        if (counted) {
            throw new IllegalStateException("closed");
        }
    }

    /** When this many were done, between two samples in proportion. */
    private static double at(List<Sample> samples, double frames) {
        Sample last = samples.get(0);
        for (Sample next : samples) {
            if (next.frames >= frames) {
                double share = next.frames == last.frames ? 0 : (frames - last.frames) / (next.frames - last.frames);
                return last.nanos + Math.max(0, share) * (next.nanos - last.nanos);
            }
            last = next;
        }
        return last.nanos;
    }

    @Override
    public void close() {
        never.countDown();
        admin.close();
    }
}
