package dev.vigil.gallery.server;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Json;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Reads the bodies of requests, strictly: a field that nobody knows, a text for a number or a second field of the same name is
 * an error that says so, for a misspelt {@code ignored} must not pass as false.
 */
final class Bodies {
    private static final JsonMapper STRICT = ((JsonMapper) Json.mapper())
            .rebuild()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .addModule(new TimesAsText())
            .build();

    private static final String BODY = "vigil.body";

    private final int maxBytes;

    Bodies(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * The request's body.
     *
     * @throws UserError with 413 where it is too large, 400 where it is not what it should be
     */
    <T> T read(Context ctx, Class<T> type) {
        byte[] body = bytes(ctx);
        if (body.length == 0) {
            throw new UserError("The body is empty: send JSON with the fields " + fields(type) + ".");
        }
        try {
            ObjectReader reader = STRICT.readerFor(type);
            T value = reader.readValue(body);
            return Objects.requireNonNull(value, "null");
        } catch (NullPointerException e) {
            throw new UserError(400, "The body is null: send an object with the fields " + fields(type) + ".", e);
        } catch (IOException e) {
            throw new UserError(400, sentence(e), e);
        }
    }

    /** The body as it came, where it has been read already; else nothing. */
    static byte[] raw(Context ctx) {
        byte[] body = ctx.attribute(BODY);
        return body == null ? new byte[0] : body;
    }

    /**
     * The request's merge patch (RFC 7396) of a {@code type}.
     *
     * @throws UserError as {@link #read}; what it says is checked when it is applied
     */
    ObjectNode patch(Context ctx, Class<?> type) {
        byte[] body = bytes(ctx);
        if (body.length == 0) {
            throw new UserError(
                    "The body is empty: send a JSON merge patch with some of the fields " + fields(type) + ".");
        }
        try {
            JsonNode patch = STRICT.readTree(body);
            if (patch instanceof ObjectNode fields) {
                return fields;
            }
            throw new UserError("The body is not the JSON object that is wanted here.");
        } catch (IOException e) {
            throw new UserError(400, sentence(e), e);
        }
    }

    /**
     * What {@code patch} makes of {@code target}.
     *
     * @throws UserError with 400 where that is no {@code type}
     */
    static <T> T patched(Object target, ObjectNode patch, Class<T> type) {
        JsonNode merged = MergePatch.apply(STRICT.valueToTree(target), patch);
        try {
            return STRICT.readerFor(type).readValue(merged);
        } catch (IOException e) {
            throw new UserError(400, sentence(e), e);
        }
    }

    private byte[] bytes(Context ctx) {
        try (InputStream in = ctx.bodyInputStream()) {
            byte[] body = in.readNBytes(maxBytes + 1);
            if (body.length > maxBytes) {
                throw new UserError(413, "The body is larger than the " + maxBytes + " bytes that are read here.");
            }
            ctx.attribute(BODY, body);
            return body;
        } catch (IOException e) {
            throw new UserError(400, "The body broke off.", e);
        }
    }

    private static String fields(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> component.getName())
                .collect(Collectors.joining(", "));
    }

    private static String sentence(IOException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "There is no field '" + path(unknown) + "'; known are " + names(unknown.getKnownPropertyIds()) + ".";
        }
        if (e instanceof ValueInstantiationException value && value.getCause() != null) {
            return "The field '" + path(value) + "' is wrong: "
                    + value.getCause().getMessage();
        }
        if (e instanceof InvalidFormatException format) {
            return "The field '" + path(format) + "' can't be '" + cut(String.valueOf(format.getValue())) + "': "
                    + wanted(format.getTargetType());
        }
        if (e instanceof JsonMappingException mapping) {
            return mapping.getPath().isEmpty()
                    ? "The body is not the JSON object that is wanted here."
                    : "The field '" + path(mapping) + "' is of the wrong type" + expected(mapping);
        }
        return e instanceof JacksonException json
                ? "The body is no JSON: " + cut(json.getOriginalMessage()) + where(json)
                : "The body can't be read.";
    }

    private static String expected(JsonMappingException e) {
        return e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                ? ": " + wanted(mismatch.getTargetType())
                : ".";
    }

    private static String wanted(Class<?> type) {
        if (type.isEnum()) {
            return "it is one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(one -> STRICT.convertValue(one, String.class))
                            .collect(Collectors.joining(", "))
                    + ".";
        }
        if (type == Instant.class) {
            return "write a time as 2026-11-24T06:00:00Z.";
        }
        if (type == Duration.class) {
            return "write a duration as PT60S, PT5M or P1D.";
        }
        if (type == LocalTime.class) {
            return "write a time of the day as 22:00.";
        }
        if (ZoneId.class.isAssignableFrom(type)) {
            return "write a time zone as Europe/Berlin.";
        }
        if (type == Boolean.class) {
            return "it is true or false.";
        }
        if (List.class.isAssignableFrom(type)) {
            return "it is a list.";
        }
        if (Number.class.isAssignableFrom(type)) {
            return type == Integer.class ? "it is a whole number." : "it is a number.";
        }
        return type == String.class ? "it is a text." : "it is an object.";
    }

    private static String where(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return cut(path.toString());
    }

    private static String names(Collection<Object> known) {
        return known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String cut(String text) {
        String line = text.replaceAll("[\\p{Cntrl}]+", " ");
        return line.length() <= 120 ? line : line.substring(0, 120) + "…";
    }
}
