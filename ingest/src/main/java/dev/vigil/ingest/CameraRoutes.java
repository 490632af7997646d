package dev.vigil.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.DescribedRoutes;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.Principal;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.openapi.Operation;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/cameras}: every camera with its state, and its change while the others run on. */
public final class CameraRoutes implements Routes {
    private static final Logger log = LoggerFactory.getLogger(CameraRoutes.class);
    private static final String ALL = "/v1/cameras";
    private static final String ONE = ALL + "/{id}";
    private static final String IF_MATCH = "An ETag: the change is made only while the camera bears it.";

    private final Supplier<Optional<Ingest>> ingest;

    /** Shows and changes the cameras of what {@code ingest} gives; before it runs there are none. */
    public CameraRoutes(Supplier<Optional<Ingest>> ingest) {
        this.ingest = ingest;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        addReading(new DescribedRoutes(routes));
        addChanging(new DescribedRoutes(routes));
    }

    private void addReading(DescribedRoutes routes) {
        routes.get(
                        ALL,
                        Role.VIEWER,
                        Operation.of("Lists every camera with its state and counts, by id.")
                                .answersList(200, CameraStatus.class, "The cameras."),
                        ctx -> ctx.json(ingest.get().map(Ingest::cameras).orElse(List.of())))
                .get(
                        ONE,
                        Role.VIEWER,
                        Operation.of("Shows a camera with its state and its settings, without credentials.")
                                .answers(200, CameraDetails.class, "The camera."),
                        ctx -> show(ctx, cameras().get(ctx.pathParam("id"))));
    }

    private void addChanging(DescribedRoutes routes) {
        routes.put(
                        ONE,
                        Role.OPERATOR,
                        Operation.of(
                                        "Adds or replaces a camera; what is left out is as it is by default. It is kept over"
                                                + " restarts.")
                                .header("If-Match", IF_MATCH)
                                .header("If-None-Match", "'*' adds only.")
                                .body(CameraConfig.class)
                                .answers(201, CameraDetails.class, "The new camera.")
                                .answers(200, CameraDetails.class, "The camera as it is now."),
                        this::put)
                .patch(
                        ONE,
                        Role.OPERATOR,
                        Operation.of("Changes some settings of a camera (JSON merge patch).")
                                .header("If-Match", IF_MATCH)
                                .body(CameraConfig.class)
                                .answers(200, CameraDetails.class, "The camera as it is now."),
                        this::patch)
                .delete(
                        ONE,
                        Role.OPERATOR,
                        Operation.of("Removes a camera; one of the configuration file until that says something else of"
                                        + " it.")
                                .header("If-Match", IF_MATCH)
                                .answers(204, "It is gone."),
                        this::remove)
                .post(
                        ONE + "/pause",
                        Role.OPERATOR,
                        Operation.of("Pauses a camera until it is resumed, over restarts too.")
                                .answers(200, CameraDetails.class, "The camera as it is now."),
                        ctx -> pause(ctx, true))
                .post(
                        ONE + "/resume",
                        Role.OPERATOR,
                        Operation.of("Lets a paused camera go on.")
                                .answers(200, CameraDetails.class, "The camera as it is now."),
                        ctx -> pause(ctx, false));
    }

    private Cameras cameras() {
        return running().control();
    }

    private Ingest running() {
        return ingest.get().orElseThrow(() -> new UserError(503, "The cameras are being started: try again."));
    }

    private static void show(Context ctx, RunningCamera camera) {
        ctx.header("ETag", Expected.tag(camera)).json(CameraDetails.of(camera));
    }

    private void put(Context ctx) {
        String id = ctx.pathParam("id");
        Optional<RunningCamera> before = cameras().find(id);
        CameraConfig wanted = camera(id, body(ctx), before);
        change(ctx, wanted, before.isPresent() ? 200 : 201);
    }

    private void patch(Context ctx) {
        RunningCamera before = cameras().get(ctx.pathParam("id"));
        ObjectNode merged = CameraJson.merged(CameraJson.tree(before.config()), body(ctx));
        change(ctx, camera(before.config().id(), merged, Optional.of(before)), 200);
    }

    private void change(Context ctx, CameraConfig wanted, int status) {
        running().admit(wanted);
        String noneMatch = ctx.header("If-None-Match");
        if (noneMatch != null && !noneMatch.trim().equals("*")) {
            throw new UserError(400, "If-None-Match can only be * here: change what is there with If-Match.");
        }
        RunningCamera now = cameras().put(wanted, new Expected(ctx.header("If-Match"), noneMatch != null), origin(ctx));
        tell(ctx, wanted.id(), status == 201 ? "added" : "changed");
        ctx.status(status);
        show(ctx, now);
    }

    private void remove(Context ctx) {
        cameras().remove(ctx.pathParam("id"), new Expected(ctx.header("If-Match"), false), origin(ctx));
        tell(ctx, ctx.pathParam("id"), "removed");
        ctx.status(204);
    }

    private void pause(Context ctx, boolean paused) {
        RunningCamera now = cameras().pause(ctx.pathParam("id"), paused, origin(ctx));
        tell(ctx, now.config().id(), paused ? "paused" : "resumed");
        show(ctx, now);
    }

    private static CameraListener.Origin origin(Context ctx) {
        Principal principal = HttpService.principal(ctx);
        return new CameraListener.Origin(principal.id(), principal.role().label(), HttpService.address(ctx));
    }

    private static void tell(Context ctx, String camera, String what) {
        log.info(
                "Camera {} was {} by {} from {}.",
                camera,
                what,
                HttpService.principal(ctx).id(),
                HttpService.address(ctx));
    }

    private static ObjectNode body(Context ctx) {
        try {
            if (Json.read(ctx.bodyAsBytes(), JsonNode.class) instanceof ObjectNode object) {
                return object;
            }
        } catch (UncheckedIOException e) {
            throw new UserError(400, "The body is no JSON: write {\"source\":\"rtsp://…\"}.", e);
        }
        throw new UserError(400, "The body is no JSON object: write {\"source\":\"rtsp://…\"}.");
    }

    /** The camera of a body; where its source is the one that was shown without credentials, they are kept. */
    private static CameraConfig camera(String id, ObjectNode body, Optional<RunningCamera> before) {
        if (body.has("id") && !body.path("id").asText().equals(id)) {
            throw new UserError(400, "The body's id is not that of the address: leave it out.");
        }
        body.put("id", id);
        before.filter(camera -> camera.config()
                        .maskedSource()
                        .equals(body.path("source").asText()))
                .ifPresent(camera -> body.put("source", camera.config().source()));
        try {
            return CameraJson.read(body);
        } catch (IllegalArgumentException e) {
            throw new UserError(400, String.valueOf(e.getMessage()), e);
        }
    }
}
