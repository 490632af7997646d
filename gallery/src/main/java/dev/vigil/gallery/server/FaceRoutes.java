package dev.vigil.gallery.server;

import dev.vigil.gallery.audit.AuditEntry;
import dev.vigil.gallery.audit.Auditor;
import dev.vigil.gallery.client.EnrolledFace;
import dev.vigil.gallery.client.EnrolmentWarning;
import dev.vigil.gallery.client.EnrolmentWarning.Kind;
import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.log.Crops;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.gallery.state.HeldFace;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.DescribedRoutes;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.openapi.Operation;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** {@code /v1/people/{id}/faces}. */
final class FaceRoutes implements Routes {
    private static final String ACCEPT = "The parameter 'accept'";
    private static final String PATH = "/v1/people/{id}/faces";
    private static final String ONE = PATH + "/{face}";
    private static final String IF_MATCH = "The ETag of the list of faces: the change is made only while it is such.";

    private final Writes writes;
    private final GalleryState state;
    private final Enrolments enrolments;
    private final Crops crops;
    private final Bodies bodies;
    private final Auditor auditor;

    FaceRoutes(Writes writes, GalleryState state, Enrolments enrolments, Crops crops, Bodies bodies, Auditor auditor) {
        this.writes = writes;
        this.state = state;
        this.enrolments = enrolments;
        this.crops = crops;
        this.bodies = bodies;
        this.auditor = auditor;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        new DescribedRoutes(routes)
                .get(
                        PATH,
                        Role.VIEWER,
                        Operation.of("Lists a person's faces, oldest first.")
                                .query("embedding", Boolean.class, "Adds the embeddings; needs the role operator.")
                                .query("crop", Boolean.class, "Adds the crops, which are read from Kafka.")
                                .header("If-None-Match", "The list's ETag: 304 where it is still such.")
                                .answers(200, ListedFace.Listing.class, "All.")
                                .answers(304, "The client has it already."),
                        this::list)
                .get(
                        ONE + "/crop",
                        Role.VIEWER,
                        Operation.of("Shows the small picture of a face, where one is kept.")
                                .answers(200, "image/jpeg", "A JPEG."),
                        this::crop)
                .post(
                        PATH,
                        Role.OPERATOR,
                        Operation.of("Enrols a face, and says what is odd about it.")
                                .query(
                                        "accept",
                                        String.class,
                                        "What the policy would refuse and is enrolled all the same: duplicate, outlier,"
                                                + " conflict; with commas between.")
                                .header("If-Match", IF_MATCH)
                                .body(Requests.FaceBody.class)
                                .answers(201, EnrolledFace.class, "It is new.")
                                .answers(200, EnrolledFace.class, "It was there already."),
                        this::enrol)
                .delete(
                        ONE,
                        Role.OPERATOR,
                        Operation.of("Removes one face.")
                                .header("If-Match", IF_MATCH)
                                .answers(204, "It is gone."),
                        this::remove);
    }

    private void list(Context ctx) {
        String person = PeopleRoutes.id(ctx);
        Parameters given = Parameters.of(ctx, "embedding", "crop");
        boolean embedding = given.flag("embedding");
        if (embedding && !HttpService.principal(ctx).role().permits(Role.OPERATOR)) {
            throw new UserError(403, "Embeddings are shown to operators only: leave ?embedding=true out.");
        }
        People.find(state, person);
        List<HeldFace> faces = state.faces(person);
        if (Precondition.unchanged(
                ctx, Faces.tag(faces.stream().map(HeldFace::id).toList()))) {
            return;
        }
        ctx.header("Cache-Control", "no-store");
        ctx.json(new ListedFace.Listing(
                given.flag("crop")
                        ? crops.whole(faces).stream()
                                .map(face -> ListedFace.of(face, embedding))
                                .toList()
                        : faces.stream()
                                .map(face -> ListedFace.of(face, embedding))
                                .toList()));
        if (embedding) {
            auditor.tell(AuditEntry.of("faces.read", Actors.of(ctx), new GalleryKey.OfPerson(person).text()));
        }
    }

    private void crop(Context ctx) {
        String person = PeopleRoutes.id(ctx);
        String id = face(ctx);
        HeldFace face = state.face(person, id).orElseThrow(() -> Faces.none(person, id));
        FaceTemplate whole = crops.whole(face).orElseThrow(() -> Faces.none(person, id));
        if (whole.crop() == null) {
            throw new UserError(404, "No crop of face '" + id + "' is kept.");
        }
        ctx.header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .contentType("image/jpeg")
                .result(whole.crop().toArray());
    }

    private void enrol(Context ctx) {
        String person = PeopleRoutes.id(ctx);
        Precondition condition = Precondition.of(ctx);
        Set<Kind> accepted = Kind.parse(
                Objects.requireNonNullElse(Parameters.of(ctx, "accept").text("accept"), ""), ACCEPT);
        NewFace face = bodies.read(ctx, Requests.FaceBody.class).checked();
        writes.checkOwner(person);
        List<EnrolmentWarning> others = enrolments.others(person, face);
        String id = Faces.id(face.model(), face.source());
        Saved<EnrolledFace> saved = writes.write(
                ctx,
                person,
                "face.enrol",
                new GalleryKey.OfFace(person, id),
                (now, at) -> enrolments.enrol(now, person, face, others, accepted, condition, at));
        if (saved.created()) {
            ctx.status(201).header("Location", "/v1/people/" + person + "/faces/" + id);
        }
        ctx.json(saved.created() ? saved.value() : withCrop(saved.value()));
    }

    private EnrolledFace withCrop(EnrolledFace face) {
        return state.face(face.person(), face.id())
                .flatMap(crops::whole)
                .map(whole -> EnrolledFace.of(whole, face.warnings()))
                .orElse(face);
    }

    private void remove(Context ctx) {
        String person = PeopleRoutes.id(ctx);
        Precondition condition = Precondition.of(ctx);
        String face = face(ctx);
        writes.write(
                ctx,
                person,
                "face.remove",
                new GalleryKey.OfFace(person, face),
                (state, now) -> Faces.remove(state, person, face, condition));
        ctx.status(204);
    }

    private static String face(Context ctx) {
        return Checks.id(ctx.pathParam("face"), "face");
    }
}
