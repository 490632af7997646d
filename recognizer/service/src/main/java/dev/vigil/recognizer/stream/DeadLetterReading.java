package dev.vigil.recognizer.stream;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a record that can't be deserialised to the dead-letter topic, in the same transaction, and goes on. */
public final class DeadLetterReading implements DeserializationExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterReading.class);

    private String topic = "";

    /** Created by Kafka Streams. */
    public DeadLetterReading() {}

    @Override
    public void configure(Map<String, ?> configs) {
        topic = String.valueOf(configs.get(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG));
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        LOG.warn(
                "dead letter: {}-{}@{}: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                exception.getMessage());
        return Response.resume(List.of(DeadLetter.of(topic, context, exception)));
    }
}
