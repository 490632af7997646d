package dev.vigil.gallery.server;

import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** {@code /v1/identify} and {@code /v1/verify}. */
final class SearchRoutes implements Routes {
    private final Identification identification;
    private final Bodies bodies;

    SearchRoutes(Identification identification, Bodies bodies) {
        this.identification = identification;
        this.bodies = bodies;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.post("/v1/identify", this::identify, Role.SERVICE);
        routes.post("/v1/verify", this::verify, Role.SERVICE);
    }

    private void identify(Context ctx) {
        ctx.json(identification.identify(
                bodies.read(ctx, Requests.ProbesBody.class).checked()));
    }

    private void verify(Context ctx) {
        Requests.VerifyBody body = bodies.read(ctx, Requests.VerifyBody.class);
        ctx.json(identification.verify(body.checkedPerson(), Checks.model(body.model()), body.checkedEmbedding()));
    }
}
