package dev.vigil.recognizer.console;

import dev.vigil.gallery.client.ErasureReceipt;
import dev.vigil.gallery.client.GalleryAwayException;
import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.gallery.client.OnBehalfOf;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.Person;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.DescribedRoutes;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.runtime.openapi.Operation;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/console/people}: what the page shows of the gallery, wherever that runs. Embeddings never go to a browser.
 */
final class PeopleRoutes implements Routes {
    private final GalleryClient gallery;

    PeopleRoutes(GalleryClient gallery) {
        this.gallery = gallery;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        new DescribedRoutes(routes)
                .get(
                        "/v1/console/people",
                        Role.VIEWER,
                        Operation.of("Lists everybody, for the console.")
                                .answersList(200, PersonView.class, "Ids and names."),
                        this::list)
                .get(
                        "/v1/console/people/{id}",
                        Role.VIEWER,
                        Operation.of("Shows a person with the pictures of their faces, for the console.")
                                .answers(200, PersonDetail.class, "Without embeddings."),
                        this::show)
                .delete(
                        "/v1/console/people/{id}",
                        Role.OPERATOR,
                        Operation.of("Erases a person.")
                                .answers(200, ErasureReceipt.class, "The receipt.")
                                .answers(204, "They were erased by an earlier try, whose answer was lost."),
                        this::erase);
        routes.exception(
                GalleryAwayException.class,
                (e, ctx) -> HttpService.problem(ctx, 503, "The gallery does not answer: try again in a moment."));
    }

    /** A person of the list. */
    private record PersonView(String id, String name) {}

    /** A person with their faces. */
    private record PersonDetail(
            String id, String name, List<String> watchlists, boolean ignored, List<FaceDetail> faces) {}

    /** A face without its embedding; {@code crop} is a JPEG in base64. */
    private record FaceDetail(
            String id,
            float quality,
            Instant createdAt,
            @Nullable Base64Bytes crop) {
        static FaceDetail of(FaceTemplate face) {
            return new FaceDetail(face.id(), face.quality(), face.createdAt(), face.crop());
        }
    }

    /** On behalf of who looks at the page: the gallery's audit names them. */
    private GalleryClient gallery(Context ctx) {
        return gallery.onBehalfOf(OnBehalfOf.of(HttpService.principal(ctx), HttpService.address(ctx)));
    }

    private void list(Context ctx) {
        List<PersonView> people = gallery(ctx).people().stream()
                .map(person -> new PersonView(person.id(), person.name()))
                .toList();
        ctx.header("Cache-Control", "no-store").json(people);
    }

    private void show(Context ctx) {
        String id = ctx.pathParam("id");
        GalleryClient asked = gallery(ctx);
        Person person = asked.person(id).orElseThrow(() -> new UserError(404, "There is no person '" + id + "'."));
        List<FaceDetail> faces = asked.faces(id).stream().map(FaceDetail::of).toList();
        ctx.header("Cache-Control", "no-store")
                .json(new PersonDetail(id, person.name(), person.watchlists(), person.ignored(), faces));
    }

    private void erase(Context ctx) {
        gallery(ctx).erase(ctx.pathParam("id")).ifPresentOrElse(ctx::json, () -> ctx.status(204));
    }
}
