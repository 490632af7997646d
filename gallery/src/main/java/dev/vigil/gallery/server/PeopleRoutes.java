package dev.vigil.gallery.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigil.gallery.client.ErasureReceipt;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.client.Parted;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.log.Crops;
import dev.vigil.gallery.rights.Erasures;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.gallery.state.HeldFace;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.DescribedRoutes;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.openapi.Operation;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /v1/people}. */
final class PeopleRoutes implements Routes {
    private static final String PATH = "/v1/people/{id}";
    private static final String IF_MATCH = "An ETag: the change is made only while the person bears it.";

    private final Writes writes;
    private final Erasures erasures;
    private final GalleryState state;
    private final Crops crops;
    private final Bodies bodies;

    PeopleRoutes(Writes writes, Erasures erasures, GalleryState state, Crops crops, Bodies bodies) {
        this.writes = writes;
        this.erasures = erasures;
        this.state = state;
        this.crops = crops;
        this.bodies = bodies;
    }

    /**
     * Some people by id.
     *
     * @param next what to ask for after them; null on the last page
     * @param total how many there are on all pages, where that was asked for
     * @param faces how many faces each of them has, by id, where that was asked for
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Page(
            List<Person> people,
            @Nullable String next,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer total,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Map<String, Integer> faces) {}

    @Override
    public void addTo(RoutesConfig routes) {
        DescribedRoutes described = new DescribedRoutes(routes);
        addReads(described);
        addWrites(described);
    }

    private void addReads(DescribedRoutes routes) {
        routes.get(
                        "/v1/people",
                        Role.VIEWER,
                        PeopleQuery.describe(Operation.of("Lists people by id, a page at a time."))
                                .answers(200, Page.class, "A page."),
                        this::list)
                .get(
                        PATH,
                        Role.VIEWER,
                        Operation.of("Shows a person.")
                                .header("If-None-Match", "An ETag: 304 where the person still bears it.")
                                .answers(200, Person.class, "The person.")
                                .answers(304, "The client has it already."),
                        this::show);
    }

    private void addWrites(DescribedRoutes routes) {
        routes.post(
                        "/v1/people",
                        Role.OPERATOR,
                        Operation.of("Creates a person under a new id.")
                                .header(Idempotency.HEADER, "The same request with the same key creates one person.")
                                .body(Requests.PersonBody.class)
                                .answers(201, Person.class, "The new person."),
                        this::create)
                .put(
                        PATH,
                        Role.OPERATOR,
                        Operation.of("Creates or replaces a person.")
                                .header("If-Match", IF_MATCH)
                                .header("If-None-Match", "'*' creates only.")
                                .body(Requests.PersonBody.class)
                                .answers(201, Person.class, "The new person.")
                                .answers(200, Person.class, "The person as they are now."),
                        this::put)
                .patch(
                        PATH,
                        Role.OPERATOR,
                        Operation.of("Changes some fields of a person (JSON Merge Patch, RFC 7396), as to rename them.")
                                .header("If-Match", IF_MATCH)
                                .body("application/merge-patch+json", Requests.PersonPatch.class)
                                .body(Requests.PersonPatch.class)
                                .answers(200, Person.class, "The person as they are now."),
                        this::patch)
                .delete(
                        PATH,
                        Role.OPERATOR,
                        Operation.of("Erases a person, with every face and negative example of theirs.")
                                .header("If-Match", IF_MATCH)
                                .answers(
                                        200,
                                        ErasureReceipt.class,
                                        "They are gone; the receipt says until when the log may hold them."),
                        this::erase)
                .post(
                        PATH + "/split",
                        Role.OPERATOR,
                        Operation.of("Takes faces from a person and makes another person of them.")
                                .header("If-Match", IF_MATCH)
                                .header(Idempotency.HEADER, "The same request with the same key splits once.")
                                .body(Requests.SplitBody.class)
                                .answers(201, Parted.class, "Both people."),
                        this::split);
    }

    private void list(Context ctx) {
        ctx.json(PeopleQuery.of(ctx).page(state));
    }

    private void show(Context ctx) {
        Person person = People.find(state, id(ctx));
        if (!Precondition.unchanged(ctx, Precondition.tag(person.version()))) {
            ctx.json(person);
        }
    }

    private void create(Context ctx) {
        Idempotency idempotency = Idempotency.of(ctx);
        NewPerson wanted = bodies.read(ctx, Requests.PersonBody.class).checked();
        String id = idempotency.present() ? idempotency.id(0) : writes.newId();
        GalleryKey subject = new GalleryKey.OfPerson(id);
        Saved<Person> saved =
                writes.write(ctx, id, "person.put", subject, (now, at) -> People.create(now, id, wanted, at));
        if (!saved.created()) {
            ctx.header(Idempotency.REPLAYED, "true");
        }
        answer(ctx, new Saved<>(saved.value(), true));
    }

    private void put(Context ctx) {
        String id = id(ctx);
        Precondition condition = Precondition.of(ctx);
        NewPerson wanted = bodies.read(ctx, Requests.PersonBody.class).checked();
        GalleryKey subject = new GalleryKey.OfPerson(id);
        answer(
                ctx,
                writes.write(ctx, id, "person.put", subject, (now, at) -> People.put(now, id, wanted, condition, at)));
    }

    private void patch(Context ctx) {
        String id = id(ctx);
        Precondition condition = Precondition.of(ctx);
        ObjectNode patch = bodies.patch(ctx, Requests.PersonPatch.class);
        GalleryKey subject = new GalleryKey.OfPerson(id);
        answer(
                ctx,
                writes.write(ctx, id, "person.put", subject, (now, at) -> People.patch(now, id, patch, condition, at)));
    }

    private void erase(Context ctx) {
        String id = id(ctx);
        Precondition condition = Precondition.of(ctx);
        Erasures.Erased erased = erasures.erase(id, Actors.of(ctx), "", state -> People.erase(state, id, condition));
        Positions.tell(ctx, erased.position());
        ctx.json(erased.receipt());
    }

    private void split(Context ctx) {
        String id = id(ctx);
        Precondition condition = Precondition.of(ctx);
        Idempotency idempotency = Idempotency.of(ctx);
        Requests.SplitBody body = bodies.read(ctx, Requests.SplitBody.class);
        List<String> faces = body.checkedFaces();
        NewPerson wanted = body.checkedPerson();
        writes.checkOwner(id);
        String created = writes.neighbour(id, idempotency);
        Person from = People.find(state, id);
        Saved<Parted> saved = state.person(created)
                .map(before -> Splits.again(state, from, before, faces))
                .orElseGet(() -> split(ctx, id, created, whole(id, faces), wanted, condition));
        if (!saved.created()) {
            ctx.header(Idempotency.REPLAYED, "true");
        }
        ctx.status(201).header("Location", "/v1/people/" + created).json(saved.value());
    }

    private Saved<Parted> split(
            Context ctx,
            String id,
            String created,
            List<FaceTemplate> faces,
            NewPerson wanted,
            Precondition condition) {
        return writes.write(
                ctx,
                id,
                "person.split",
                new GalleryKey.OfPerson(id),
                Map.of("created", created, "faces", Integer.toString(faces.size())),
                (now, at) -> Splits.split(now, id, created, faces, wanted, condition, at));
    }

    /** The faces as the topic has them, whose crops would be lost else. */
    private List<FaceTemplate> whole(String person, List<String> faces) {
        List<HeldFace> held = faces.stream()
                .map(face -> state.face(person, face)
                        .orElseThrow(() -> new UserError(
                                422, "The person '" + person + "' has no face '" + face + "': nothing was changed.")))
                .toList();
        List<FaceTemplate> whole = crops.whole(held);
        if (whole.size() < held.size()) {
            throw new UserError(409, "A face was removed meanwhile: nothing was changed.");
        }
        return whole;
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
