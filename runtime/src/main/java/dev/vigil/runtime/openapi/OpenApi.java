package dev.vigil.runtime.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.router.Endpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The OpenAPI 3.1 document of a service: made of the routes that it has, their roles and their {@link Operation}s, so that it can
 * neither name a route that isn't there nor leave one out.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.1">OpenAPI 3.1</a>
 */
public final class OpenApi {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern PARAMETER = Pattern.compile("[{<]([^}>]+)[}>]");

    private final Service service;
    private final Schemas schemas = new Schemas();

    private OpenApi(Service service) {
        this.service = service;
    }

    /**
     * What all routes of a service share.
     *
     * @param title of the document
     * @param version of the document
     * @param problem what JSON of {@code problemType} holds: the answer to whatever is refused
     * @param role the label of the role that a route needs; empty where it needs no key
     */
    public record Service(
            String title, String version, Class<?> problem, String problemType, Function<Endpoint, String> role) {}

    /** The document of these routes; what is no request's (filters) is left out. */
    public static ObjectNode document(Service service, List<Endpoint> endpoints) {
        return new OpenApi(service).build(endpoints);
    }

    private ObjectNode build(List<Endpoint> endpoints) {
        ObjectNode document = NODES.objectNode().put("openapi", "3.1.1");
        document.putObject("info").put("title", service.title).put("version", service.version);
        document.putArray("security").addObject().putArray("key");
        document.withArray("security").addObject().putArray("session");
        ObjectNode paths = document.putObject("paths");
        Map<String, ObjectNode> byPath = new LinkedHashMap<>();
        endpoints.stream()
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .sorted(Comparator.comparing(endpoint -> template(endpoint.path)))
                .forEach(endpoint -> byPath.computeIfAbsent(template(endpoint.path), paths::putObject)
                        .set(endpoint.method.name().toLowerCase(Locale.ROOT), operation(endpoint)));
        ObjectNode components = document.putObject("components");
        problems(components);
        security(components);
        components.set("schemas", schemas.definitions());
        return document;
    }

    private ObjectNode operation(Endpoint endpoint) {
        Operation described = endpoint.metadata(Operation.class);
        Operation operation = described == null ? Operation.of("") : described;
        ObjectNode node = NODES.objectNode();
        if (!operation.summary().isEmpty()) {
            node.put("summary", operation.summary());
        }
        String role = service.role.apply(endpoint);
        if (role.isEmpty()) {
            node.putArray("security");
        } else {
            node.put("description", "Needs the role " + role + ".").put("x-vigil-role", role);
        }
        ArrayNode parameters = parameters(endpoint.path, operation);
        if (!parameters.isEmpty()) {
            node.set("parameters", parameters);
        }
        if (!operation.bodies().isEmpty()) {
            ObjectNode body = node.putObject("requestBody").put("required", true);
            ObjectNode content = body.putObject("content");
            operation.bodies().forEach(each -> {
                ObjectNode media = content.putObject(each.mediaType());
                if (each.type() != null) {
                    media.set("schema", schemas.of(each.type()));
                }
            });
        }
        node.set("responses", responses(operation, role.isEmpty()));
        return node;
    }

    private ArrayNode parameters(String path, Operation operation) {
        List<Operation.Parameter> all = new ArrayList<>();
        Matcher names = PARAMETER.matcher(path);
        while (names.find()) {
            String name = names.group(1);
            if (operation.parameters().stream()
                    .noneMatch(p -> p.in().equals("path") && p.name().equals(name))) {
                all.add(new Operation.Parameter("path", name, String.class, true, ""));
            }
        }
        all.addAll(operation.parameters());
        ArrayNode nodes = NODES.arrayNode();
        for (Operation.Parameter each : all) {
            ObjectNode node = nodes.addObject().put("name", each.name()).put("in", each.in());
            node.put("required", each.required());
            if (!each.description().isEmpty()) {
                node.put("description", each.description());
            }
            node.set("schema", schemas.of(each.type()));
        }
        return nodes;
    }

    private ObjectNode responses(Operation operation, boolean open) {
        ObjectNode responses = NODES.objectNode();
        for (Operation.Answer answer : operation.answers()) {
            String status = Integer.toString(answer.status());
            ObjectNode response = responses.withObjectProperty(status);
            response.put("description", answer.description());
            if (answer.mediaType() != null) {
                ObjectNode media = response.withObjectProperty("content").putObject(answer.mediaType());
                if (answer.type() != null) {
                    ObjectNode schema = schemas.of(answer.type());
                    media.set(
                            "schema",
                            answer.list()
                                    ? NODES.objectNode().put("type", "array").set("items", schema)
                                    : schema);
                }
            }
        }
        if (!open) {
            reference(responses, "401", "Unauthorized");
            reference(responses, "403", "Forbidden");
        }
        reference(responses, "default", "Refused");
        return responses;
    }

    private static void reference(ObjectNode responses, String status, String name) {
        if (!responses.has(status)) {
            responses.putObject(status).put("$ref", "#/components/responses/" + name);
        }
    }

    private void problems(ObjectNode components) {
        ObjectNode responses = components.putObject("responses");
        problem(responses, "Unauthorized", "There is no key, or none of this service's.");
        problem(responses, "Forbidden", "The key's role does not suffice.");
        problem(responses, "Refused", "It can't be done; one sentence says why, and what to do.");
    }

    private void problem(ObjectNode responses, String name, String description) {
        responses
                .putObject(name)
                .put("description", description)
                .putObject("content")
                .putObject(service.problemType)
                .set("schema", schemas.of(service.problem));
    }

    private static void security(ObjectNode components) {
        ObjectNode schemes = components.putObject("securitySchemes");
        schemes.putObject("key")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "A key, or a token where the service takes them.");
        schemes.putObject("session")
                .put("type", "apiKey")
                .put("in", "cookie")
                .put("name", "vigil_session")
                .put("description", "The console's login.");
    }

    private static String template(String path) {
        return PARAMETER.matcher(path).replaceAll("{$1}");
    }
}
