package dev.vigil.gallery.server;

import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.rights.Erasures;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code /v1/people}. */
final class PeopleRoutes implements Routes {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST_LIMIT = 1_000;

    private final Writes writes;
    private final Erasures erasures;
    private final GalleryState state;
    private final Bodies bodies;

    PeopleRoutes(Writes writes, Erasures erasures, GalleryState state, Bodies bodies) {
        this.writes = writes;
        this.erasures = erasures;
        this.state = state;
        this.bodies = bodies;
    }

    /**
     * A page of people, by id.
     *
     * @param people of this page
     * @param next what to send as {@code after} for the next page; null on the last
     */
    record Page(List<Person> people, @Nullable String next) {}

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/v1/people", this::list, Role.VIEWER);
        routes.post("/v1/people", this::create, Role.OPERATOR);
        routes.get("/v1/people/{id}", this::show, Role.VIEWER);
        routes.put("/v1/people/{id}", this::put, Role.OPERATOR);
        routes.delete("/v1/people/{id}", this::erase, Role.OPERATOR);
    }

    private void list(Context ctx) {
        Parameters given = Parameters.of(ctx, "limit", "after", "name", "q");
        int limit = given.number("limit", DEFAULT_LIMIT, 1, MOST_LIMIT);
        String after = given.text("after");
        List<Person> found = state.peopleAfter(after, filter(given.text("name"), given.text("q")))
                .limit(limit + 1L)
                .toList();
        boolean more = found.size() > limit;
        List<Person> page = more ? found.subList(0, limit) : found;
        ctx.json(new Page(page, more ? page.get(limit - 1).id() : null));
    }

    private static Predicate<String> filter(@Nullable String exact, @Nullable String part) {
        String lower = part == null ? "" : part.toLowerCase(Locale.ROOT);
        return name -> (exact == null || name.equals(exact))
                && (lower.isEmpty() || name.toLowerCase(Locale.ROOT).contains(lower));
    }

    private void create(Context ctx) {
        NewPerson wanted = bodies.read(ctx, Requests.PersonBody.class).checked();
        String id = writes.newId();
        answer(ctx, put(ctx, id, wanted, Precondition.NONE));
    }

    private void show(Context ctx) {
        Person person = People.find(state, id(ctx));
        ctx.header("ETag", Precondition.tag(person.version())).json(person);
    }

    private void put(Context ctx) {
        String id = id(ctx);
        Precondition condition = Precondition.of(ctx);
        NewPerson wanted = bodies.read(ctx, Requests.PersonBody.class).checked();
        answer(ctx, put(ctx, id, wanted, condition));
    }

    private Saved<Person> put(Context ctx, String id, NewPerson wanted, Precondition condition) {
        return writes.write(
                ctx,
                id,
                "person.put",
                new GalleryKey.OfPerson(id),
                (state, now) -> People.put(state, id, wanted, condition, now));
    }

    private void erase(Context ctx) {
        String id = id(ctx);
        Precondition condition = Precondition.of(ctx);
        Erasures.Erased erased = erasures.erase(id, Actors.of(ctx), "", state -> People.erase(state, id, condition));
        Positions.tell(ctx, erased.position());
        ctx.json(erased.receipt());
    }

    private static void answer(Context ctx, Saved<Person> saved) {
        Person person = saved.value();
        if (saved.created()) {
            ctx.status(201).header("Location", "/v1/people/" + person.id());
        }
        ctx.header("ETag", Precondition.tag(person.version())).json(person);
    }

    static String id(Context ctx) {
        return Checks.id(ctx.pathParam("id"), "person");
    }
}
