package dev.vigil.runtime.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigil.runtime.topic.TopicSpec;
import java.util.List;
import java.util.Map;

/**
 * What programs that read the topics need: a JSON Schema (2020-12) for each kind of event, and one AsyncAPI document of all topics,
 * both made of the records that are written.
 *
 * @see <a href="https://www.asyncapi.com/docs/reference/specification/v3.0.0">AsyncAPI 3.0</a>
 */
public final class EventDocuments {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private EventDocuments() {}

    /**
     * A kind of event.
     *
     * @param type the CloudEvents type
     * @param description one sentence
     * @param contentType of the value; empty where there is none
     * @param records what a value in JSON may be; empty where it is no JSON
     * @param extensions CloudEvents extension attributes that it bears, each with what it says
     */
    public record Event(
            String type,
            String description,
            String contentType,
            List<Class<?>> records,
            Map<String, String> extensions) {
        /** Copies the lists. */
        public Event {
            records = List.copyOf(records);
            extensions = Map.copyOf(extensions);
        }
    }

    /** A topic and what lies on it. */
    public record Channel(TopicSpec topic, String key, List<Event> events) {
        /** Copies the list. */
        public Channel {
            events = List.copyOf(events);
        }
    }

    /** The schema of an event's value. */
    public static ObjectNode schema(Event event) {
        Schemas schemas = new Schemas("#/$defs/");
        ObjectNode document = NODES.objectNode()
                .put("$schema", DIALECT)
                .put("title", event.type)
                .put("description", event.description);
        value(document, event, schemas);
        document.set("$defs", schemas.definitions());
        return document;
    }

    /** The document of all topics. */
    public static ObjectNode asyncApi(String title, String version, String description, List<Channel> channels) {
        Schemas schemas = new Schemas();
        ObjectNode document = NODES.objectNode().put("asyncapi", "3.0.0");
        document.putObject("info").put("title", title).put("version", version).put("description", description);
        document.put("defaultContentType", "application/json");
        ObjectNode channelNodes = document.putObject("channels");
        ObjectNode operations = document.putObject("operations");
        ObjectNode messages = NODES.objectNode();
        for (Channel channel : channels) {
            channelNodes.set(channel.topic.name(), channel(channel));
            operations
                    .putObject("send." + channel.topic.name())
                    .put("action", "send")
                    .putObject("channel")
                    .put("$ref", "#/channels/" + channel.topic.name());
            channel.events.forEach(event -> messages.set(event.type, message(event, channel.key, schemas)));
        }
        ObjectNode components = document.putObject("components");
        components.set("messages", messages);
        components.set("schemas", schemas.definitions());
        return document;
    }

    private static ObjectNode channel(Channel channel) {
        ObjectNode node = NODES.objectNode().put("address", channel.topic.name());
        ObjectNode messages = node.putObject("messages");
        channel.events.forEach(
                event -> messages.putObject(event.type).put("$ref", "#/components/messages/" + event.type));
        ObjectNode kafka = node.putObject("bindings").putObject("kafka");
        kafka.put("topic", channel.topic.name()).put("partitions", channel.topic.partitions());
        kafka.put("bindingVersion", "0.5.0");
        return node;
    }

    private static ObjectNode message(Event event, String key, Schemas schemas) {
        ObjectNode node = NODES.objectNode().put("name", event.type).put("summary", event.description);
        if (!event.contentType.isEmpty()) {
            node.put("contentType", event.contentType);
        }
        node.set("headers", headers(event));
        ObjectNode payload = node.putObject("payload");
        if (!event.records.isEmpty()) {
            value(payload, event, schemas);
        } else if (event.contentType.isEmpty()) {
            payload.put("type", "null");
        } else {
            payload.put("type", "string").put("contentMediaType", event.contentType);
        }
        node.putObject("bindings")
                .putObject("kafka")
                .put("bindingVersion", "0.5.0")
                .putObject("key")
                .put("type", "string")
                .put("description", key);
        return node;
    }

    private static void value(ObjectNode node, Event event, Schemas schemas) {
        if (event.records.size() == 1) {
            node.setAll(schemas.of(event.records.get(0)));
        } else {
            ArrayNode either = node.putArray("anyOf");
            event.records.forEach(record -> either.add(schemas.of(record)));
        }
    }

    /** CloudEvents 1.0 in Kafka's binary mode. */
    private static ObjectNode headers(Event event) {
        ObjectNode node = NODES.objectNode().put("type", "object");
        ObjectNode properties = node.putObject("properties");
        ArrayNode required = node.putArray("required");
        properties.putObject("ce_specversion").put("const", "1.0");
        properties
                .putObject("ce_id")
                .put("type", "string")
                .put("description", "The same for an event that is written twice.");
        properties.putObject("ce_type").put("const", event.type);
        properties.putObject("ce_source").put("type", "string");
        properties.putObject("ce_time").put("type", "string").put("format", "date-time");
        List.of("ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time").forEach(required::add);
        event.extensions.keySet().stream().sorted().forEach(name -> {
            properties.putObject("ce_" + name).put("type", "string").put("description", event.extensions.get(name));
            required.add("ce_" + name);
        });
        properties.putObject("ce_subject").put("type", "string");
        properties.putObject("content-type").put("type", "string");
        properties.putObject("traceparent").put("type", "string").put("description", "W3C trace context.");
        return node;
    }
}
