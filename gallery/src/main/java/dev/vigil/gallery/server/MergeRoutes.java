package dev.vigil.gallery.server;

import dev.vigil.gallery.audit.AuditEntry;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.MergeIntent;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.log.Merges;
import dev.vigil.gallery.log.Written;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.DescribedRoutes;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.openapi.Operation;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Map;

/** {@code /v1/people/{id}/merge}: two people turn out to be one. */
final class MergeRoutes implements Routes {
    private final Merges merges;
    private final GalleryState state;
    private final Bodies bodies;
    private final int facesPerPerson;
    private final Duration patience;

    /**
     * @param facesPerPerson how many a person may have
     * @param patience how long a request waits for the merge to be done
     */
    MergeRoutes(Merges merges, GalleryState state, Bodies bodies, int facesPerPerson, Duration patience) {
        this.merges = merges;
        this.state = state;
        this.bodies = bodies;
        this.facesPerPerson = facesPerPerson;
        this.patience = patience;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        new DescribedRoutes(routes)
                .post(
                        "/v1/people/{id}/merge",
                        Role.OPERATOR,
                        Operation.of("Gives this person the faces and negative examples of another, who is gone then.")
                                .body(Requests.MergeBody.class)
                                .answers(200, Person.class, "The person as they are now.")
                                .answers(202, Person.class, "The merge is under way, and is done by itself."),
                        this::merge);
    }

    private void merge(Context ctx) {
        String survivor = PeopleRoutes.id(ctx);
        String absorbed = bodies.read(ctx, Requests.MergeBody.class).checked();
        AuditEntry entry = new AuditEntry(
                "person.merge", Actors.of(ctx), new GalleryKey.OfPerson(survivor).text(), Map.of("absorbed", absorbed));
        Written<MergeIntent> begun = merges.begin(survivor, absorbed, facesPerPerson, entry);
        Positions.tell(ctx, begun.position());
        ctx.status(isDone(begun.value()) ? 200 : 202).json(People.find(state, survivor));
    }

    private boolean isDone(MergeIntent merge) {
        try {
            return merges.await(merge, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError(503, "The gallery is stopping: the merge goes on at the next start.", e);
        }
    }
}
