package dev.vigil.runtime.openapi;

import io.javalin.router.EndpointMetadata;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a route takes and answers. Immutable: each method returns another. It hangs at the route that it describes
 * ({@link dev.vigil.runtime.http.DescribedRoutes}), so that the document can't know a route that isn't there.
 *
 * @param summary one sentence
 * @param parameters of the path, the query and the header, beyond the names that the path itself tells
 * @param bodies of the request, by media type; none where it has no body
 * @param answers by status; problems are added to every operation
 */
public record Operation(String summary, List<Parameter> parameters, List<Body> bodies, List<Answer> answers)
        implements EndpointMetadata {
    private static final String JSON = "application/json";

    /** Copies the lists. */
    public Operation {
        parameters = List.copyOf(parameters);
        bodies = List.copyOf(bodies);
        answers = List.copyOf(answers);
    }

    /**
     * A parameter.
     *
     * @param in {@code path}, {@code query} or {@code header}
     * @param type of its text: a scalar or an enum
     */
    public record Parameter(String in, String name, Class<?> type, boolean required, String description) {}

    /**
     * A body of a request.
     *
     * @param type a record, whose fields are JSON's or a form's; null for the bytes of a file
     */
    public record Body(String mediaType, @Nullable Class<?> type) {}

    /**
     * An answer.
     *
     * @param mediaType null where there is no body
     * @param type what JSON holds; null for text or bytes
     * @param list whether it is a list of {@code type}
     */
    public record Answer(
            int status,
            @Nullable String mediaType,
            @Nullable Class<?> type,
            boolean list,
            String description) {}

    /** An operation of which only the purpose is known yet. */
    public static Operation of(String summary) {
        return new Operation(summary, List.of(), List.of(), List.of());
    }

    /** With a parameter of the query. */
    public Operation query(String name, Class<?> type, String description) {
        return with(new Parameter("query", name, type, false, description));
    }

    /** With a parameter that the path names. */
    public Operation path(String name, String description) {
        return with(new Parameter("path", name, String.class, true, description));
    }

    /** With a header. */
    public Operation header(String name, String description) {
        return with(new Parameter("header", name, String.class, false, description));
    }

    /** With a JSON body. */
    public Operation body(Class<?> record) {
        return body(JSON, record);
    }

    /** With a body of {@code mediaType}; several may be named, of which a request sends one. */
    public Operation body(String mediaType, @Nullable Class<?> record) {
        List<Body> more = new ArrayList<>(bodies);
        more.add(new Body(mediaType, record));
        return new Operation(summary, parameters, more, answers);
    }

    /** That answers with JSON. */
    public Operation answers(int status, Class<?> type, String description) {
        return with(new Answer(status, JSON, type, false, description));
    }

    /** That answers with a JSON list. */
    public Operation answersList(int status, Class<?> element, String description) {
        return with(new Answer(status, JSON, element, true, description));
    }

    /** That answers with a body that is no JSON. */
    public Operation answers(int status, String mediaType, String description) {
        return with(new Answer(status, mediaType, null, false, description));
    }

    /** That answers without a body. */
    public Operation answers(int status, String description) {
        return with(new Answer(status, null, null, false, description));
    }

    private Operation with(Parameter parameter) {
        List<Parameter> more = new ArrayList<>(parameters);
        more.add(parameter);
        return new Operation(summary, more, bodies, answers);
    }

    private Operation with(Answer answer) {
        List<Answer> more = new ArrayList<>(answers);
        more.add(answer);
        return new Operation(summary, parameters, bodies, more);
    }
}
