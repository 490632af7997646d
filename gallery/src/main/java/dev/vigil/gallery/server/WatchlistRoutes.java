package dev.vigil.gallery.server;

import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.Severity;
import dev.vigil.gallery.event.Watchlist;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** {@code /v1/watchlists}. */
final class WatchlistRoutes implements Routes {
    private final Writes writes;
    private final GalleryState state;
    private final Bodies bodies;

    WatchlistRoutes(Writes writes, GalleryState state, Bodies bodies) {
        this.writes = writes;
        this.state = state;
        this.bodies = bodies;
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
        Saved<Watchlist> saved = writes.write(
                ctx,
                id,
                "watchlist.put",
                new GalleryKey.OfWatchlist(id),
                (state, now) -> Watchlists.put(state, id, name, severity, condition, now));
        if (saved.created()) {
            ctx.status(201).header("Location", "/v1/watchlists/" + id);
        }
        answer(ctx, saved.value());
    }

    private void remove(Context ctx) {
        String id = id(ctx);
        Precondition condition = Precondition.of(ctx);
        writes.write(
                ctx,
                id,
                "watchlist.remove",
                new GalleryKey.OfWatchlist(id),
                (state, now) -> Watchlists.remove(state, id, condition));
        ctx.status(204);
    }

    private static void answer(Context ctx, Watchlist watchlist) {
        ctx.header("ETag", Precondition.tag(watchlist.version())).json(watchlist);
    }

    private static String id(Context ctx) {
        return Checks.id(ctx.pathParam("id"), "watchlist");
    }
}
