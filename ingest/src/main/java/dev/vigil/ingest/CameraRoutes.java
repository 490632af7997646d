package dev.vigil.ingest;

import dev.vigil.runtime.http.DescribedRoutes;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.openapi.Operation;
import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.function.Supplier;

/** {@code GET /v1/cameras}: every camera with its state and counts, by id. */
public final class CameraRoutes implements Routes {
    private final Supplier<List<CameraStatus>> cameras;

    /** Shows what {@code cameras} gives. */
    public CameraRoutes(Supplier<List<CameraStatus>> cameras) {
        this.cameras = cameras;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        new DescribedRoutes(routes)
                .get(
                        "/v1/cameras",
                        Role.VIEWER,
                        Operation.of("Lists every camera with its state and counts, by id.")
                                .answersList(200, CameraStatus.class, "The cameras."),
                        ctx -> ctx.json(cameras.get()));
    }
}
