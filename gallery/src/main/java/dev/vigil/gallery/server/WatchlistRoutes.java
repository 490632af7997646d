package dev.vigil.gallery.server;

import dev.vigil.gallery.client.NewWatchlist;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.event.Watchlist;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.http.DescribedRoutes;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.openapi.Operation;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** {@code /v1/watchlists}. */
final class WatchlistRoutes implements Routes {
    private static final String PATH = "/v1/watchlists/{id}";
    private static final String MEMBER = PATH + "/people/{person}";
    private static final String IF_MATCH = "An ETag: the change is made only while the watchlist bears it.";

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
        new DescribedRoutes(routes)
                .get(
                        "/v1/watchlists",
                        Role.VIEWER,
                        Operation.of("Lists all watchlists, by id.").answers(200, Listing.class, "All."),
                        ctx -> ctx.json(new Listing(state.watchlists())))
                .get(
                        PATH,
                        Role.VIEWER,
                        Operation.of("Shows a watchlist.")
                                .header("If-None-Match", "An ETag: 304 where the watchlist still bears it.")
                                .answers(200, Watchlist.class, "The watchlist.")
                                .answers(304, "The client has it already."),
                        this::show)
                .put(
                        PATH,
                        Role.OPERATOR,
                        Operation.of("Creates or replaces a watchlist.")
                                .header("If-Match", IF_MATCH)
                                .header("If-None-Match", "'*' creates only.")
                                .body(Requests.WatchlistBody.class)
                                .answers(201, Watchlist.class, "The new watchlist.")
                                .answers(200, Watchlist.class, "The watchlist as it is now."),
                        this::put)
                .delete(
                        PATH,
                        Role.OPERATOR,
                        Operation.of("Removes a watchlist that nobody is on.")
                                .header("If-Match", IF_MATCH)
                                .answers(204, "It is gone."),
                        this::remove)
                .put(
                        MEMBER,
                        Role.OPERATOR,
                        Operation.of("Puts a person on a watchlist.").answers(200, Person.class, "The person now."),
                        ctx -> list(ctx, true))
                .delete(
                        MEMBER,
                        Role.OPERATOR,
                        Operation.of("Takes a person off a watchlist.").answers(200, Person.class, "The person now."),
                        ctx -> list(ctx, false));
    }

    private void show(Context ctx) {
        Watchlist watchlist = Watchlists.find(state, id(ctx));
        if (!Precondition.unchanged(ctx, Precondition.tag(watchlist.version()))) {
            ctx.json(watchlist);
        }
    }

    private void put(Context ctx) {
        String id = id(ctx);
        Precondition condition = Precondition.of(ctx);
        NewWatchlist wanted = bodies.read(ctx, Requests.WatchlistBody.class).checked();
        GalleryKey subject = new GalleryKey.OfWatchlist(id);
        Saved<Watchlist> saved = writes.write(
                ctx, id, "watchlist.put", subject, (now, at) -> Watchlists.put(now, id, wanted, condition, at));
        if (saved.created()) {
            ctx.status(201).header("Location", "/v1/watchlists/" + id);
        }
        ctx.header("ETag", Precondition.tag(saved.value().version())).json(saved.value());
    }

    private void remove(Context ctx) {
        String id = id(ctx);
        Precondition condition = Precondition.of(ctx);
        GalleryKey subject = new GalleryKey.OfWatchlist(id);
        writes.write(ctx, id, "watchlist.remove", subject, (now, at) -> Watchlists.remove(now, id, condition));
        ctx.status(204);
    }

    private void list(Context ctx, boolean on) {
        String watchlist = id(ctx);
        String person = Checks.id(ctx.pathParam("person"), "person");
        Person now = writes.write(
                ctx,
                person,
                on ? "watchlist.add" : "watchlist.take",
                new GalleryKey.OfPerson(person),
                Map.of("watchlist", watchlist),
                (state, at) -> People.list(state, person, watchlist, on, at));
        ctx.header("ETag", Precondition.tag(now.version())).json(now);
    }

    private static String id(Context ctx) {
        return Checks.id(ctx.pathParam("id"), "watchlist");
    }
}
