package dev.vigil.client;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Turns records into events, for programs that have a consumer of their own. Fields that this version does not know are passed over, and
 * values of enumerations that it does not know are {@code OTHER}. Thread-safe.
 */
public final class EventDecoder {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private EventDecoder() {}

    /** Reads one record; never throws for what lies in it: see {@link Event.Unknown}. */
    public static Event decode(ConsumerRecord<?, byte[]> record) {
        Envelope envelope = Envelope.of(record);
        String version = Envelope.header(record, "ce_specversion");
        if (!"1.0".equals(version) || envelope.type() == null || envelope.id() == null) {
            return new Event.Unknown(envelope, "It is no CloudEvent 1.0.");
        }
        byte[] value = record.value();
        if (value == null || value.length == 0) {
            return new Event.Unknown(envelope, "The " + envelope.type() + " has no value.");
        }
        try {
            return decode(envelope, envelope.type(), value);
        } catch (IOException e) {
            return new Event.Unknown(
                    envelope, "The value is no " + envelope.type() + ": " + firstLine(String.valueOf(e.getMessage())));
        }
    }

    private static Event decode(Envelope envelope, String type, byte[] value) throws IOException {
        return switch (type) {
            case Recognition.TYPE -> new Event.Recognized(envelope, read(value, Recognition.class));
            case Alert.TYPE -> new Event.Alerted(envelope, read(value, Alert.class));
            case Acknowledgement.TYPE -> new Event.Acknowledged(envelope, read(value, Acknowledgement.class));
            default -> new Event.Unknown(envelope, "This version of the client knows no " + type + ".");
        };
    }

    private static <T> T read(byte[] value, Class<T> kind) throws IOException {
        T read = MAPPER.readValue(value, kind);
        if (read == null) {
            throw new IOException("null");
        }
        return read;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
