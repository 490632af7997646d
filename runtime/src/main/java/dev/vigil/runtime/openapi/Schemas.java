package dev.vigil.runtime.openapi;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.runtime.json.Json;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schemas (2020-12) of records, as Jackson writes them: a component that is not {@code @Nullable} is required; a nullable one
 * may be null or, in a request, left out. Each record is one entry of {@code components/schemas}. For one document, by one thread.
 */
final class Schemas {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Map<Class<?>, Scalar> SCALARS = Map.ofEntries(
            Map.entry(String.class, new Scalar("string", null)),
            Map.entry(int.class, new Scalar("integer", "int32")),
            Map.entry(Integer.class, new Scalar("integer", "int32")),
            Map.entry(long.class, new Scalar("integer", "int64")),
            Map.entry(Long.class, new Scalar("integer", "int64")),
            Map.entry(float.class, new Scalar("number", null)),
            Map.entry(Float.class, new Scalar("number", null)),
            Map.entry(double.class, new Scalar("number", null)),
            Map.entry(Double.class, new Scalar("number", null)),
            Map.entry(boolean.class, new Scalar("boolean", null)),
            Map.entry(Boolean.class, new Scalar("boolean", null)),
            Map.entry(Instant.class, new Scalar("string", "date-time")),
            Map.entry(Duration.class, new Scalar("string", "duration")),
            Map.entry(LocalTime.class, new Scalar("string", null)),
            Map.entry(ZoneId.class, new Scalar("string", null)));

    private final String prefix;
    private final Map<Class<?>, String> names = new LinkedHashMap<>();
    private final Map<String, ObjectNode> definitions = new LinkedHashMap<>();

    /** For a document that has them under {@code components/schemas}, as OpenAPI and AsyncAPI do. */
    Schemas() {
        this("#/components/schemas/");
    }

    /** For a document that has them where references begin with {@code prefix}. */
    Schemas(String prefix) {
        this.prefix = prefix;
    }

    private record Scalar(String type, @Nullable String format) {}

    /** Those of all records that were asked for, by name. */
    ObjectNode definitions() {
        ObjectNode all = NODES.objectNode();
        definitions.forEach(all::set);
        return all;
    }

    /** The schema of a type: a reference where it is a record. */
    ObjectNode of(Class<?> type) {
        return of(type, null);
    }

    private ObjectNode of(Type type, @Nullable AnnotatedType annotated) {
        if (type instanceof ParameterizedType generic) {
            return generic(generic, annotated);
        }
        Class<?> raw = type instanceof Class<?> c ? c : Object.class;
        Scalar scalar = SCALARS.get(raw);
        if (scalar != null) {
            ObjectNode node = NODES.objectNode().put("type", scalar.type);
            return scalar.format == null ? node : node.put("format", scalar.format);
        }
        if (raw.isEnum()) {
            ObjectNode node = NODES.objectNode().put("type", "string");
            ArrayNode labels = node.putArray("enum");
            for (Object constant : raw.getEnumConstants()) {
                labels.add(Json.mapper().convertValue(constant, String.class));
            }
            return node;
        }
        if (raw == Embedding.class || raw == Base64Bytes.class) {
            return NODES.objectNode()
                    .put("type", "string")
                    .put("contentEncoding", "base64")
                    .put("description", raw == Embedding.class ? "Little-endian float32 numbers." : "Bytes.");
        }
        return raw.isRecord() ? reference(raw) : NODES.objectNode();
    }

    private ObjectNode generic(ParameterizedType type, @Nullable AnnotatedType annotated) {
        Class<?> raw = (Class<?>) type.getRawType();
        AnnotatedType[] arguments = annotated instanceof AnnotatedParameterizedType a
                ? a.getAnnotatedActualTypeArguments()
                : new AnnotatedType[0];
        int last = type.getActualTypeArguments().length - 1;
        Type element = type.getActualTypeArguments()[last];
        ObjectNode inner = of(element, arguments.length > last ? arguments[last] : null);
        if (Collection.class.isAssignableFrom(raw)) {
            return NODES.objectNode().put("type", "array").set("items", inner);
        }
        if (Map.class.isAssignableFrom(raw)) {
            return NODES.objectNode().put("type", "object").set("additionalProperties", inner);
        }
        return raw.isRecord() ? reference(raw) : NODES.objectNode();
    }

    private ObjectNode reference(Class<?> record) {
        String name = names.get(record);
        if (name == null) {
            name = name(record);
            names.put(record, name);
            definitions.put(name, NODES.objectNode()); // before its fields: it may hold itself
            definitions.put(name, object(record));
        }
        return NODES.objectNode().put("$ref", prefix + name);
    }

    /** The simple name; where that is taken, with the class around it or the package before it. */
    private String name(Class<?> record) {
        String simple = record.getSimpleName();
        if (!definitions.containsKey(simple)) {
            return simple;
        }
        Class<?> outer = record.getEnclosingClass();
        String parent = outer == null
                ? record.getPackageName().substring(record.getPackageName().lastIndexOf('.') + 1)
                : outer.getSimpleName();
        String longer = parent + "." + simple;
        return definitions.containsKey(longer) ? record.getName().replace('$', '.') : longer;
    }

    private ObjectNode object(Class<?> record) {
        ObjectNode schema = NODES.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = NODES.arrayNode();
        JsonInclude include = record.getAnnotation(JsonInclude.class);
        boolean sparse = include != null && include.value() == JsonInclude.Include.NON_DEFAULT;
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                ObjectNode inner = object(component.getType());
                properties.setAll((ObjectNode) inner.get("properties"));
                inner.withArray("required").forEach(required::add);
                continue;
            }
            Doc doc = component.getAnnotation(Doc.class);
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            boolean demanded = doc != null && doc.required();
            ObjectNode property = of(component.getGenericType(), component.getAnnotatedType());
            describe(property, doc);
            properties.set(component.getName(), nullable && !demanded ? nullable(property) : property);
            if (demanded || (!nullable && !sparse)) {
                required.add(component.getName());
            }
        }
        addFlags(record, properties);
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }

    /** Jackson writes what {@code isSomething()} says too, beside the components. */
    private static void addFlags(Class<?> record, ObjectNode properties) {
        for (Method method : record.getDeclaredMethods()) {
            String name = method.getName();
            boolean flag = method.getReturnType() == boolean.class
                    && method.getParameterCount() == 0
                    && Modifier.isPublic(method.getModifiers())
                    && name.matches("is[A-Z].*")
                    && !method.isAnnotationPresent(JsonIgnore.class);
            if (flag) {
                String property = name.substring(2, 3).toLowerCase(Locale.ROOT) + name.substring(3);
                properties.putObject(property).put("type", "boolean");
            }
        }
    }

    private static ObjectNode nullable(ObjectNode schema) {
        JsonNode type = schema.get("type");
        if (type == null) {
            ObjectNode either = NODES.objectNode();
            either.putArray("anyOf").add(schema).addObject().put("type", "null");
            return either;
        }
        schema.putArray("type").add(type.textValue()).add("null");
        if (schema.get("enum") instanceof ArrayNode labels) {
            labels.addNull();
        }
        return schema;
    }

    private static void describe(ObjectNode schema, @Nullable Doc doc) {
        if (doc == null) {
            return;
        }
        if (!doc.value().isEmpty()) {
            schema.put("description", doc.value());
        }
        if (!doc.standard().isEmpty()) {
            schema.set("default", json(doc.standard()));
        }
        String kind = schema.path("type").asText();
        if (!Double.isNaN(doc.least())) {
            bound(schema, kind.equals("array") ? "minItems" : "minimum", doc.least());
        }
        if (!Double.isNaN(doc.most())) {
            String keyword = kind.equals("array") ? "maxItems" : kind.equals("string") ? "maxLength" : "maximum";
            bound(schema, keyword, doc.most());
        }
    }

    private static void bound(ObjectNode schema, String keyword, double value) {
        if (value == Math.rint(value)) {
            schema.put(keyword, (long) value);
        } else {
            schema.put(keyword, value);
        }
    }

    private static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException("The default '" + text + "' of a field is no JSON.", e);
        }
    }
}
