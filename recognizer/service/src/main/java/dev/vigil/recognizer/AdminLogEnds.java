package dev.vigil.recognizer;

import dev.vigil.recognizer.see.LogEnds;
import dev.vigil.runtime.kafka.KafkaConfig;
import dev.vigil.runtime.topic.Topics;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the cluster where the log of frames ends. Thread-safe. */
final class AdminLogEnds implements LogEnds, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminLogEnds.class);
    private static final long PATIENCE_MILLIS = 1_000;

    private final Admin admin;

    AdminLogEnds(KafkaConfig kafka) {
        admin = Admin.create(kafka.client());
    }

    @Override
    public OptionalLong end(int partition) {
        TopicPartition frames = new TopicPartition(Topics.FRAME_CAPTURED.name(), partition);
        try {
            return OptionalLong.of(admin.listOffsets(Map.of(frames, OffsetSpec.latest()))
                    .partitionResult(frames)
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .offset());
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("the end of {} can't be had now", frames, e);
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
