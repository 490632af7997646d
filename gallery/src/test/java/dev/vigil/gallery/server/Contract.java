package dev.vigil.gallery.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.vigil.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The OpenAPI document, held against what really comes: the path and the status must be in it, the media type too, and JSON must be
 * as its schema says, with no field that the document doesn't know.
 */
final class Contract {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    private final ObjectNode document;
    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

    Contract(ObjectNode document) {
        this.document = document.deepCopy();
        close(this.document.at("/components/schemas"));
    }

    /** Fails where the answer is not as the document says. */
    void check(String method, String path, HttpResponse<String> answer) {
        JsonNode operation = operation(method, path);
        if (operation == null) {
            assertThat(answer.statusCode())
                    .as("%s %s is not in the document", method, path)
                    .isIn(404, 405, 401);
            return;
        }
        String status = Integer.toString(answer.statusCode());
        JsonNode responses = operation.path("responses");
        boolean refused = answer.statusCode() >= 400;
        assertThat(refused || responses.has(status))
                .as("%s %s answers %s, which is not in the document", method, path, status)
                .isTrue();
        JsonNode response = resolve(responses.has(status) ? responses.get(status) : responses.get("default"));
        JsonNode content = response.path("content");
        String type = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        if (!content.isMissingNode()) {
            String known = content.fieldNames().next();
            assertThat(known).as("%s %s answers %s", method, path, status).startsWith(type);
            JsonNode schema = content.path(known).path("schema");
            if (!schema.isMissingNode()) {
                validate(method + " " + path + " " + status, schema, answer.body());
            }
        }
    }

    private void validate(String what, JsonNode schema, String body) {
        JsonSchema compiled = schemas.computeIfAbsent(schema.toString(), text -> {
            ObjectNode root = schema.deepCopy();
            root.set("components", document.get("components"));
            return FACTORY.getSchema(root);
        });
        try {
            Set<ValidationMessage> wrong = compiled.validate(Json.mapper().readTree(body));
            assertThat(wrong).as(what + ": " + body).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode operation(String method, String path) {
        String[] parts = path.replaceAll("\\?.*", "").split("/", -1);
        JsonNode best = null;
        int literals = -1;
        for (Map.Entry<String, JsonNode> each : document.get("paths").properties()) {
            int matched = matched(each.getKey().split("/", -1), parts);
            JsonNode operation = each.getValue().get(method.toLowerCase(Locale.ROOT));
            if (operation != null && matched > literals) {
                literals = matched;
                best = operation;
            }
        }
        return best;
    }

    /** How many segments are literally equal; -1 where it is another path. */
    private static int matched(String[] template, String[] parts) {
        if (template.length != parts.length) {
            return -1;
        }
        int literals = 0;
        for (int i = 0; i < parts.length; i++) {
            if (template[i].equals(parts[i])) {
                literals++;
            } else if (!template[i].startsWith("{")) {
                return -1;
            }
        }
        return literals;
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").textValue().substring(1)) : node;
    }

    /** What the document does not know must not come. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.path("properties").isObject() && !object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
            object.properties().forEach(entry -> close(entry.getValue()));
        } else if (node instanceof ArrayNode array) {
            array.forEach(Contract::close);
        }
    }
}
