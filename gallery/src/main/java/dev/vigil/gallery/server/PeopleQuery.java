package dev.vigil.gallery.server;

import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.openapi.Operation;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which people a list shows.
 *
 * @param limit people on a page
 * @param after only those whose id is greater; null from the first
 * @param name only those of exactly that name; null for any
 * @param part only those whose name contains it, in upper or lower case; null for any
 * @param watchlist only those on it; null for any
 * @param ignored only those marked as ignored
 * @param counted whether the answer says how many there are on all pages
 * @param faces whether it says how many faces each has
 */
record PeopleQuery(
        int limit,
        @Nullable String after,
        @Nullable String name,
        @Nullable String part,
        @Nullable String watchlist,
        boolean ignored,
        boolean counted,
        boolean faces) {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST_LIMIT = 1_000;

    static PeopleQuery of(Context ctx) {
        Parameters given = Parameters.of(ctx, "limit", "after", "name", "q", "watchlist", "ignored", "count", "faces");
        return new PeopleQuery(
                given.number("limit", DEFAULT_LIMIT, 1, MOST_LIMIT),
                given.text("after"),
                given.text("name"),
                given.text("q"),
                given.text("watchlist"),
                given.flag("ignored"),
                given.flag("count"),
                given.flag("faces"));
    }

    static Operation describe(Operation operation) {
        return operation
                .query("limit", Integer.class, "People on a page, 1 to 1000; 100 where it is left out.")
                .query("after", String.class, "The 'next' of the page before.")
                .query("name", String.class, "Only those of exactly that name.")
                .query("q", String.class, "Only those whose name contains it, in upper or lower case.")
                .query("watchlist", String.class, "Only those on that watchlist.")
                .query("ignored", Boolean.class, "Only those marked as ignored.")
                .query("count", Boolean.class, "Adds 'total': how many there are on all pages.")
                .query("faces", Boolean.class, "Adds 'faces': how many faces each on this page has, by id.");
    }

    PeopleRoutes.Page page(GalleryState state) {
        if (watchlist != null) {
            Watchlists.find(state, watchlist);
        }
        List<Person> found = matching(state, after).limit(limit + 1L).toList();
        boolean more = found.size() > limit;
        List<Person> page = more ? found.subList(0, limit) : found;
        return new PeopleRoutes.Page(
                page,
                more ? page.get(limit - 1).id() : null,
                counted ? total(state) : null,
                faces ? faces(state, page) : null);
    }

    private static Map<String, Integer> faces(GalleryState state, List<Person> page) {
        Map<String, Integer> faces = new TreeMap<>();
        page.forEach(person -> faces.put(person.id(), state.faceIds(person.id()).size()));
        return faces;
    }

    private int total(GalleryState state) {
        return name == null && part == null && watchlist == null && !ignored
                ? state.peopleCount()
                : (int) matching(state, null).count();
    }

    /** In the order of their ids; a name that does not match costs next to nothing. */
    private Stream<Person> matching(GalleryState state, @Nullable String from) {
        String lower = part == null ? "" : part.toLowerCase(Locale.ROOT);
        return state.peopleAfter(
                        from,
                        is -> (name == null || is.equals(name))
                                && (lower.isEmpty()
                                        || is.toLowerCase(Locale.ROOT).contains(lower)))
                .filter(person -> watchlist == null || person.watchlists().contains(watchlist))
                .filter(person -> !ignored || person.ignored());
    }
}
