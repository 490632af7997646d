package dev.vigil.gallery.server;

import dev.vigil.gallery.audit.AuditEntry;
import dev.vigil.gallery.audit.Auditor;
import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.log.Crops;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.json.Base64Bytes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /v1/people/{id}/faces}. */
final class FaceRoutes implements Routes {
    private final Writes writes;
    private final GalleryState state;
    private final Identification identification;
    private final Crops crops;
    private final Bodies bodies;
    private final int facesPerPerson;
    private final Auditor auditor;

    FaceRoutes(
            Writes writes,
            GalleryState state,
            Identification identification,
            Crops crops,
            Bodies bodies,
            int facesPerPerson,
            Auditor auditor) {
        this.writes = writes;
        this.state = state;
        this.identification = identification;
        this.crops = crops;
        this.bodies = bodies;
        this.facesPerPerson = facesPerPerson;
        this.auditor = auditor;
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
        List<FaceTemplate> faces = crops.whole(state.faces(person));
        if (full) {
            auditor.tell(AuditEntry.of("faces.read", Actors.of(ctx), new GalleryKey.OfPerson(person).text()));
            ctx.json(new FullListing(faces));
        } else {
            ctx.json(new Listing(faces.stream().map(Listed::of).toList()));
        }
    }

    private void enrol(Context ctx) {
        String person = PeopleRoutes.id(ctx);
        NewFace face = bodies.read(ctx, Requests.FaceBody.class).checked();
        Embedding embedding = face.embedding();
        Saved<FaceTemplate> saved = writes.write(
                ctx,
                person,
                "face.enrol",
                new GalleryKey.OfFace(person, Faces.id(face.model(), face.source())),
                (state, now) -> {
                    People.find(state, person);
                    identification.checkDimension(face.model(), embedding);
                    return Faces.enrol(state, person, face, facesPerPerson, now);
                });
        if (saved.created()) {
            ctx.status(201)
                    .header(
                            "Location",
                            "/v1/people/" + person + "/faces/" + saved.value().id());
        }
        ctx.json(saved.created() ? saved.value() : withCrop(saved.value()));
    }

    private FaceTemplate withCrop(FaceTemplate face) {
        return state.face(face.person(), face.id()).flatMap(crops::whole).orElse(face);
    }

    private void remove(Context ctx) {
        String person = PeopleRoutes.id(ctx);
        String face = Checks.id(ctx.pathParam("face"), "face");
        writes.write(
                ctx,
                person,
                "face.remove",
                new GalleryKey.OfFace(person, face),
                (state, now) -> Faces.remove(state, person, face));
        ctx.status(204);
    }
}
