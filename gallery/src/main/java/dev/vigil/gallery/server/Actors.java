package dev.vigil.gallery.server;

import dev.vigil.gallery.audit.Actor;
import dev.vigil.gallery.client.OnBehalfOf;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.Principal;
import io.javalin.http.Context;
import java.util.Optional;

/** Who makes a request, as the audit names them. */
final class Actors {
    private Actors() {}

    /**
     * The holder of the request's key or token, and the address it came from; where a key that is believed asks on somebody's behalf,
     * that somebody.
     */
    static Actor of(Context ctx) {
        Principal principal = HttpService.principal(ctx);
        return claimed(ctx, principal)
                .map(who -> new Actor(who.id(), who.role().label(), who.from(), principal.id()))
                .orElseGet(() -> new Actor(principal.id(), principal.role().label(), HttpService.address(ctx)));
    }

    private static Optional<OnBehalfOf> claimed(Context ctx, Principal principal) {
        return principal.speaksForOthers()
                ? Optional.ofNullable(ctx.header(OnBehalfOf.HEADER)).flatMap(OnBehalfOf::parse)
                : Optional.empty();
    }
}
