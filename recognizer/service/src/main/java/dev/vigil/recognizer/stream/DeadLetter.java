package dev.vigil.recognizer.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.topic.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * Builds the records of the dead-letter topic: key, value and headers as they came, and beside them Kafka Streams' own headers
 * (KIP-1034) that say where the record lay and why it could not be processed.
 */
public final class DeadLetter {
    /** The class of what was thrown. */
    public static final String EXCEPTION = "__streams.errors.exception";
    /** Why, in one sentence. */
    public static final String MESSAGE = "__streams.errors.message";
    /** What was thrown, in full, at most 4,000 characters. */
    public static final String STACKTRACE = "__streams.errors.stacktrace";
    /** Where it lay. */
    public static final String TOPIC = "__streams.errors.topic";
    /** Where it lay. */
    public static final String PARTITION = "__streams.errors.partition";
    /** Where it lay. */
    public static final String OFFSET = "__streams.errors.offset";
    /** How long the value was, where it had to be cut so that the record fits. */
    public static final String CUT = "vigil_cut_from_bytes";

    private static final int HEADER_ROOM = 64 * 1024;
    private static final int MOST_TRACE = 4_000;

    private DeadLetter() {}

    /** The dead letter of the record that {@code context} was about. */
    public static ProducerRecord<byte[], byte[]> of(String topic, ErrorHandlerContext context, Exception exception) {
        Headers headers = headers(
                context.headers(), String.valueOf(context.topic()), context.partition(), context.offset(), exception);
        byte[] value = fit(context.sourceRawValue(), headers);
        return new ProducerRecord<>(topic, null, context.timestamp(), context.sourceRawKey(), value, headers);
    }

    /** The headers of a dead letter: those that the record came with, and why it could not be processed. */
    public static Headers headers(Headers came, String topic, int partition, long offset, Exception exception) {
        Headers headers = new RecordHeaders(came);
        Throwable told = exception.getCause() instanceof UnprocessableRecordException e ? e : exception;
        put(headers, EXCEPTION, told.getClass().getName());
        put(headers, MESSAGE, String.valueOf(told.getMessage()));
        put(headers, STACKTRACE, trace(told));
        put(headers, TOPIC, topic);
        put(headers, PARTITION, Integer.toString(partition));
        put(headers, OFFSET, Long.toString(offset));
        return headers;
    }

    /** A record that Kafka took must not be refused for the headers that are added to it: that would stop the stream for ever. */
    private static byte @Nullable [] fit(byte @Nullable [] value, Headers headers) {
        int most = Topics.MAX_RECORD_BYTES - HEADER_ROOM;
        if (value == null || value.length <= most) {
            return value;
        }
        put(headers, CUT, Integer.toString(value.length));
        return Arrays.copyOf(value, most);
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(UTF_8));
    }

    private static String trace(Throwable throwable) {
        StringWriter text = new StringWriter();
        throwable.printStackTrace(new PrintWriter(text));
        return text.getBuffer().length() <= MOST_TRACE
                ? text.toString()
                : text.getBuffer().substring(0, MOST_TRACE);
    }
}
