package dev.vigil.ingest;

import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import io.javalin.config.RoutesConfig;
import java.util.List;
import java.util.function.Supplier;

/** {@code GET /v1/cameras}: every camera with its state and counts, by id. */
final class CameraRoutes implements Routes {
    private final Supplier<List<CameraStatus>> cameras;

    CameraRoutes(Supplier<List<CameraStatus>> cameras) {
        this.cameras = cameras;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/v1/cameras", ctx -> ctx.json(cameras.get()), Role.VIEWER);
    }
}
