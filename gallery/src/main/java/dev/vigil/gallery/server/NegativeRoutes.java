package dev.vigil.gallery.server;

import dev.vigil.gallery.client.NewNegative;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.Negative;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.http.DescribedRoutes;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.openapi.Operation;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;

/** {@code /v1/people/{id}/negatives}: faces that are not the person's. */
final class NegativeRoutes implements Routes {
    private static final String PATH = "/v1/people/{id}/negatives";

    private final Writes writes;
    private final GalleryState state;
    private final Identification identification;
    private final Bodies bodies;

    NegativeRoutes(Writes writes, GalleryState state, Identification identification, Bodies bodies) {
        this.writes = writes;
        this.state = state;
        this.identification = identification;
        this.bodies = bodies;
    }

    /** A {@link Negative} without its embedding. */
    record Listed(String id, String person, String model, String source, Instant createdAt) {
        static Listed of(Negative negative) {
            return new Listed(
                    negative.id(), negative.person(), negative.model(), negative.source(), negative.createdAt());
        }
    }

    /** All of a person. */
    record Listing(List<Listed> negatives) {}

    @Override
    public void addTo(RoutesConfig routes) {
        new DescribedRoutes(routes)
                .get(
                        PATH,
                        Role.VIEWER,
                        Operation.of("Lists a person's negative examples, without embeddings.")
                                .answers(200, Listing.class, "All."),
                        this::list)
                .post(
                        PATH,
                        Role.OPERATOR,
                        Operation.of(
                                        "Says that a face is not this person: whoever resembles it at least as much as the "
                                                + "person's own faces is not taken for them.")
                                .body(Requests.NegativeBody.class)
                                .answers(201, Listed.class, "It is new.")
                                .answers(200, Listed.class, "It was there already."),
                        this::add)
                .delete(
                        PATH + "/{negative}",
                        Role.OPERATOR,
                        Operation.of("Removes a negative example.").answers(204, "It is gone."),
                        this::remove);
    }

    private void list(Context ctx) {
        String person = PeopleRoutes.id(ctx);
        People.find(state, person);
        ctx.json(new Listing(state.negatives(person).stream().map(Listed::of).toList()));
    }

    private void add(Context ctx) {
        String person = PeopleRoutes.id(ctx);
        NewNegative negative = bodies.read(ctx, Requests.NegativeBody.class).checked();
        String id = Faces.id(negative.model(), negative.source());
        Saved<Negative> saved =
                writes.write(ctx, person, "negative.add", new GalleryKey.OfNegative(person, id), (now, at) -> {
                    identification.checkDimension(negative.model(), negative.embedding());
                    return Negatives.add(now, person, negative, at);
                });
        if (saved.created()) {
            ctx.status(201).header("Location", "/v1/people/" + person + "/negatives/" + id);
        }
        ctx.json(Listed.of(saved.value()));
    }

    private void remove(Context ctx) {
        String person = PeopleRoutes.id(ctx);
        String negative = Checks.id(ctx.pathParam("negative"), "negative example");
        writes.write(
                ctx,
                person,
                "negative.remove",
                new GalleryKey.OfNegative(person, negative),
                (now, at) -> Negatives.remove(now, person, negative));
        ctx.status(204);
    }
}
