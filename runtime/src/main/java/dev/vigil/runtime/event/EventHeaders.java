package dev.vigil.runtime.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a CloudEvent 1.0 in Kafka's binary content mode (CloudEvents Kafka protocol binding 1.0.2): every attribute is
 * a header {@code ce_NAME} in UTF-8, the data's type is {@code content-type}, and the trace context is {@code traceparent}.
 *
 * @param id unique with {@code source}; the same event written twice bears the same id
 * @param type the topic's name, or a marker's
 * @param source {@code /cameras/ID}, {@code /gallery}, …
 * @param time when the event happened
 * @param subject what it is about inside the source, or null
 * @param contentType the media type of the value, or null where the value is empty
 * @param traceparent W3C trace context, or null
 * @param extensions further attributes by lower-case name, without {@code ce_}
 */
public record EventHeaders(
        String id,
        String type,
        String source,
        Instant time,
        @Nullable String subject,
        @Nullable String contentType,
        @Nullable String traceparent,
        Map<String, String> extensions) {
    private static final String PREFIX = "ce_";
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z");
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Copies the extensions, keeping their order. */
    public EventHeaders {
        Objects.requireNonNull(id);
        Objects.requireNonNull(type);
        Objects.requireNonNull(source);
        Objects.requireNonNull(time);
        extensions = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
    }

    /** RFC 3339 in UTC with milliseconds, as every time in a header is written. */
    public static String rfc3339(Instant time) {
        return MILLIS.format(time);
    }

    /** Whether RFC 3339 can write it: of a year of four digits. Arithmetic in milliseconds with such times never overflows. */
    public static boolean isRfc3339(Instant time) {
        return !time.isBefore(FIRST) && time.isBefore(AFTER_LAST);
    }

    /** Adds these headers to a record's. */
    public void writeTo(Headers headers) {
        add(headers, PREFIX + "specversion", "1.0");
        add(headers, PREFIX + "id", id);
        add(headers, PREFIX + "type", type);
        add(headers, PREFIX + "source", source);
        add(headers, PREFIX + "time", rfc3339(time));
        if (subject != null) {
            add(headers, PREFIX + "subject", subject);
        }
        if (contentType != null) {
            add(headers, "content-type", contentType);
        }
        if (traceparent != null) {
            add(headers, "traceparent", traceparent);
        }
        extensions.forEach((name, value) -> add(headers, PREFIX + name, value));
    }

    /**
     * Reads a record's headers.
     *
     * @throws IllegalArgumentException if it is no CloudEvent 1.0: the message names the header that is missing or wrong
     */
    public static EventHeaders read(Headers headers) {
        String version = required(headers, PREFIX + "specversion");
        if (!version.equals("1.0")) {
            throw new IllegalArgumentException("The header ce_specversion is '" + version + "', not 1.0.");
        }
        Map<String, String> extensions = new LinkedHashMap<>();
        for (Header header : headers) {
            String name = header.key();
            if (name.startsWith(PREFIX) && !isCore(name.substring(PREFIX.length())) && header.value() != null) {
                extensions.put(name.substring(PREFIX.length()), new String(header.value(), UTF_8));
            }
        }
        return new EventHeaders(
                required(headers, PREFIX + "id"),
                required(headers, PREFIX + "type"),
                required(headers, PREFIX + "source"),
                instant(PREFIX + "time", required(headers, PREFIX + "time")),
                text(headers, PREFIX + "subject"),
                text(headers, "content-type"),
                text(headers, "traceparent"),
                extensions);
    }

    /** The type of a record, or null where it bears none: enough to route it. */
    public static @Nullable String typeOf(Headers headers) {
        return text(headers, PREFIX + "type");
    }

    /**
     * The extension {@code name}.
     *
     * @throws IllegalArgumentException if the record does not bear it
     */
    public String extension(String name) {
        String value = extensions.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The header ce_" + name + " is missing.");
        }
        return value;
    }

    /**
     * The extension {@code name} as a time.
     *
     * @throws IllegalArgumentException if the record does not bear it, or it is no RFC 3339 time
     */
    public Instant instantExtension(String name) {
        return instant(PREFIX + name, extension(name));
    }

    /**
     * The extension {@code name} as a whole number.
     *
     * @throws IllegalArgumentException if the record does not bear it, or it is no whole number
     */
    public long longExtension(String name) {
        String value = extension(name);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("The header ce_" + name + " is '" + value + "', no whole number.", e);
        }
    }

    private static Instant instant(String name, String value) {
        String wrong = "The header " + name + " is '" + value + "', no RFC 3339 time.";
        try {
            Instant time = DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(value, Instant::from);
            if (!isRfc3339(time)) {
                throw new IllegalArgumentException(wrong);
            }
            return time;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(wrong, e);
        }
    }

    private static boolean isCore(String attribute) {
        return switch (attribute) {
            case "specversion", "id", "type", "source", "time", "subject" -> true;
            default -> false;
        };
    }

    private static String required(Headers headers, String name) {
        String value = text(headers, name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("The header " + name + " is missing.");
        }
        return value;
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }
}
