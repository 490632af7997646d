package dev.vigil.gallery.server;

import dev.vigil.gallery.audit.AuditEntry;
import dev.vigil.gallery.audit.Auditor;
import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.Probes;
import dev.vigil.gallery.client.Verified;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.runtime.http.DescribedRoutes;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.openapi.Operation;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Objects;

/** {@code /v1/identify} and {@code /v1/verify}. */
final class SearchRoutes implements Routes {
    private final Identification identification;
    private final Bodies bodies;
    private final Auditor auditor;

    SearchRoutes(Identification identification, Bodies bodies, Auditor auditor) {
        this.identification = identification;
        this.bodies = bodies;
        this.auditor = auditor;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        new DescribedRoutes(routes)
                .post(
                        "/v1/identify",
                        Role.SERVICE,
                        Operation.of("Says who resembles each probe (1:N), exactly.")
                                .body(SearchRequests.ProbesBody.class)
                                .answers(200, Identified.class, "One result for each probe, in order."),
                        this::identify)
                .post(
                        "/v1/verify",
                        Role.SERVICE,
                        Operation.of("Says how alike a probe and one person are (1:1), by all of the person's faces.")
                                .body(SearchRequests.VerifyBody.class)
                                .answers(200, Verified.class, "The best score."),
                        this::verify);
    }

    private void identify(Context ctx) {
        Probes probes = bodies.read(ctx, SearchRequests.ProbesBody.class).checked();
        Identified answer = identification.identify(probes);
        String model = Objects.requireNonNullElse(answer.model(), "");
        String count = Integer.toString(probes.embeddings().size());
        auditor.tell(new AuditEntry("search", Actors.of(ctx), "", Map.of("model", model, "count", count)));
        ctx.json(answer);
    }

    private void verify(Context ctx) {
        SearchRequests.VerifyBody body = bodies.read(ctx, SearchRequests.VerifyBody.class);
        Verified answer = identification.verify(
                body.checkedPerson(),
                body.checkedModel(),
                body.checkedEmbedding(),
                body.checkedThreshold(),
                body.explained());
        String subject = new GalleryKey.OfPerson(answer.person()).text();
        auditor.tell(new AuditEntry("verify", Actors.of(ctx), subject, Map.of("model", answer.model())));
        ctx.json(answer);
    }
}
