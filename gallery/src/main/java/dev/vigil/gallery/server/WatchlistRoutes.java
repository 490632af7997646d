package dev.vigil.gallery.server;

import dev.vigil.gallery.event.Severity;
import dev.vigil.gallery.event.Watchlist;
import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@code /v1/watchlists}. */
final class WatchlistRoutes implements Routes {
    private final GalleryLog log;
    private final GalleryState state;
    private final Bodies bodies;
    private final Clock clock;

    WatchlistRoutes(GalleryLog log, GalleryState state, Bodies bodies, Clock clock) {
        this.log = log;
        this.state = state;
        this.bodies = bodies;
        this.clock = clock;
    }

    /** All of them, by id. */
    record Listing(List<Watchlist> watchlists) {}

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/v1/watchlists", ctx -> ctx.json(new Listing(state.watchlists())), Role.VIEWER);
        routes.get("/v1/watchlists/{id}", this::show, Role.VIEWER);
        routes.put("/v1/watchlists/{id}", this::put, Role.OPERATOR);
        routes.delete("/v1/watchlists/{id}", this::remove, Role.OPERATOR);
    }

    private void show(Context ctx) {
        answer(ctx, Watchlists.find(state, id(ctx)));
    }

    private void put(Context ctx) {
        String id = id(ctx);
        Precondition condition = Precondition.of(ctx);
        Requests.WatchlistBody body = bodies.read(ctx, Requests.WatchlistBody.class);
        String name = body.checkedName();
        Severity severity = body.checkedSeverity();
        Saved<Watchlist> saved = log.write(
                id,
                now -> Watchlists.put(
                        now, id, name, severity, condition, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
        if (saved.created()) {
            ctx.status(201).header("Location", "/v1/watchlists/" + id);
        }
        answer(ctx, saved.value());
    }

    private void remove(Context ctx) {
        String id = id(ctx);
        Precondition condition = Precondition.of(ctx);
        log.write(id, now -> Watchlists.remove(now, id, condition));
        ctx.status(204);
    }

    private static void answer(Context ctx, Watchlist watchlist) {
        ctx.header("ETag", Precondition.tag(watchlist.version())).json(watchlist);
    }

    private static String id(Context ctx) {
        return Checks.id(ctx.pathParam("id"), "watchlist");
    }
}
