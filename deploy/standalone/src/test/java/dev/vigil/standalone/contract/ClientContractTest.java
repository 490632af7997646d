package dev.vigil.standalone.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigil.client.Acknowledgement;
import dev.vigil.client.Alert;
import dev.vigil.client.Recognition;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.openapi.EventDocuments;
import dev.vigil.runtime.openapi.EventDocuments.Event;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's records, made by hand for others, say field for field what the published schemas say. */
class ClientContractTest {
    @ParameterizedTest
    @ValueSource(classes = {Recognition.class, Alert.class, Acknowledgement.class})
    void theClientSaysWhatIsPublished(Class<?> record) throws IOException {
        String type = record == Recognition.class
                ? Recognition.TYPE
                : record == Alert.class ? Alert.TYPE : Acknowledgement.TYPE;
        JsonNode published = Json.mapper().readTree(EventContracts.documents().get(type + ".schema.json"));
        JsonNode client = EventDocuments.schema(new Event(type, "", "", List.of(record), Map.of()));
        assertThat(shape(client, client)).isEqualTo(shape(published, published));
    }

    /** A schema with its references followed: fields, their types, which may be missing, and the labels of enumerations. */
    private static Object shape(JsonNode schema, JsonNode document) {
        if (schema.has("$ref")) {
            String name = schema.path("$ref").asText().substring("#/$defs/".length());
            return shape(document.path("$defs").path(name), document);
        }
        if (schema.has("anyOf")) {
            return List.of("either", shape(schema.path("anyOf").path(0), document));
        }
        if (schema.has("items")) {
            return List.of("each", shape(schema.path("items"), document));
        }
        if (!schema.has("properties")) {
            return scalar((ObjectNode) schema.deepCopy());
        }
        Map<String, Object> fields = new TreeMap<>();
        schema.path("properties")
                .properties()
                .forEach(field -> fields.put(field.getKey(), shape(field.getValue(), document)));
        TreeSet<String> required = new TreeSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        return List.of(fields, required);
    }

    /** Bytes are text here; and each enumeration of the client has a label for what it doesn't know. */
    private static Object scalar(ObjectNode schema) {
        schema.remove(List.of("contentEncoding", "description"));
        TreeSet<String> labels = new TreeSet<>();
        schema.path("enum").forEach(label -> labels.add(label.asText()));
        labels.remove("other");
        schema.remove("enum");
        return List.of(schema.toString(), labels);
    }
}
