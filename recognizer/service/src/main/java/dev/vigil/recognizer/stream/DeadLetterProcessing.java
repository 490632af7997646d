package dev.vigil.recognizer.stream;

import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a record that a processor calls unprocessable to the dead-letter topic, in the same transaction, and goes on. Anything else
 * that a processor throws is a bug and stops the thread.
 */
public final class DeadLetterProcessing implements ProcessingExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterProcessing.class);

    private String topic = "";

    /** Created by Kafka Streams. */
    public DeadLetterProcessing() {}

    @Override
    public void configure(Map<String, ?> configs) {
        topic = String.valueOf(configs.get(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG));
    }

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        if (!(exception instanceof UnprocessableRecordException)) {
            LOG.error(
                    "{} failed at {}-{}@{}; this is a bug, the thread stops",
                    context.processorNodeId(),
                    context.topic(),
                    context.partition(),
                    context.offset(),
                    exception);
            return Response.fail();
        }
        LOG.warn(
                "dead letter: {}-{}@{}: {}",
                context.topic(),
                context.partition(),
                context.offset(),
                exception.getMessage());
        return Response.resume(List.of(DeadLetter.of(topic, context, exception)));
    }
}
