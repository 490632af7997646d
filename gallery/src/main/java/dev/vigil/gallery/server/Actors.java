package dev.vigil.gallery.server;

import dev.vigil.gallery.audit.Actor;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.Principal;
import io.javalin.http.Context;

/** Who makes a request, as the audit names them. */
final class Actors {
    private Actors() {}

    /** The holder of the request's key or token, and the address it came from. */
    static Actor of(Context ctx) {
        Principal principal = HttpService.principal(ctx);
        return new Actor(principal.id(), principal.role().label(), HttpService.address(ctx));
    }
}
