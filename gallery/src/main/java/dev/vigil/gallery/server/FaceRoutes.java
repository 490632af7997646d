package dev.vigil.gallery.server;

import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.log.GalleryLog;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.json.Base64Bytes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /v1/people/{id}/faces}. */
final class FaceRoutes implements Routes {
    private final GalleryLog log;
    private final GalleryState state;
    private final Identification identification;
    private final Bodies bodies;
    private final int facesPerPerson;
    private final Clock clock;

    FaceRoutes(
            GalleryLog log,
            GalleryState state,
            Identification identification,
            Bodies bodies,
            int facesPerPerson,
            Clock clock) {
        this.log = log;
        this.state = state;
        this.identification = identification;
        this.bodies = bodies;
        this.facesPerPerson = facesPerPerson;
        this.clock = clock;
    }

    /** The faces of a person, without what is biometric. */
    record Listing(List<Listed> faces) {}

    /** The faces of a person, with their embeddings. */
    record FullListing(List<FaceTemplate> faces) {}

    /** A {@link FaceTemplate} without its embedding. */
    record Listed(
            String id,
            String person,
            String model,
            String source,
            float quality,
            @Nullable Base64Bytes crop,
            Instant createdAt) {
        static Listed of(FaceTemplate face) {
            return new Listed(
                    face.id(),
                    face.person(),
                    face.model(),
                    face.source(),
                    face.quality(),
                    face.crop(),
                    face.createdAt());
        }
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/v1/people/{id}/faces", this::list, Role.VIEWER);
        routes.post("/v1/people/{id}/faces", this::enrol, Role.OPERATOR);
        routes.delete("/v1/people/{id}/faces/{face}", this::remove, Role.OPERATOR);
    }

    private void list(Context ctx) {
        String person = PeopleRoutes.id(ctx);
        boolean full = Parameters.of(ctx, "embedding").flag("embedding");
        if (full && !HttpService.principal(ctx).role().permits(Role.OPERATOR)) {
            throw new UserError(403, "Embeddings are shown to operators only: leave ?embedding=true out.");
        }
        People.find(state, person);
        List<FaceTemplate> faces = state.faces(person);
        if (full) {
            ctx.json(new FullListing(faces));
        } else {
            ctx.json(new Listing(faces.stream().map(Listed::of).toList()));
        }
    }

    private void enrol(Context ctx) {
        String person = PeopleRoutes.id(ctx);
        NewFace face = bodies.read(ctx, Requests.FaceBody.class).checked();
        Embedding embedding = face.embedding();
        Saved<FaceTemplate> saved = log.write(person, now -> {
            People.find(now, person);
            identification.checkDimension(face.model(), embedding);
            return Faces.enrol(
                    now, person, face, facesPerPerson, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        });
        if (saved.created()) {
            ctx.status(201)
                    .header(
                            "Location",
                            "/v1/people/" + person + "/faces/" + saved.value().id());
        }
        ctx.json(saved.value());
    }

    private void remove(Context ctx) {
        String person = PeopleRoutes.id(ctx);
        String face = Checks.id(ctx.pathParam("face"), "face");
        log.write(person, now -> Faces.remove(now, person, face));
        ctx.status(204);
    }
}
