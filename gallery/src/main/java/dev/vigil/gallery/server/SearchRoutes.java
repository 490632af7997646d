package dev.vigil.gallery.server;

import dev.vigil.gallery.audit.AuditEntry;
import dev.vigil.gallery.audit.Auditor;
import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.Probes;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;

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
        routes.post("/v1/identify", this::identify, Role.SERVICE);
        routes.post("/v1/verify", this::verify, Role.SERVICE);
    }

    private void identify(Context ctx) {
        Probes probes = bodies.read(ctx, Requests.ProbesBody.class).checked();
        Identified answer = identification.identify(probes);
        String count = Integer.toString(probes.embeddings().size());
        auditor.tell(new AuditEntry("search", Actors.of(ctx), "", Map.of("model", probes.model(), "count", count)));
        ctx.json(answer);
    }

    private void verify(Context ctx) {
        Requests.VerifyBody body = bodies.read(ctx, Requests.VerifyBody.class);
        String person = body.checkedPerson();
        String model = Checks.model(body.model());
        Identification.Verified answer = identification.verify(person, model, body.checkedEmbedding());
        String subject = new GalleryKey.OfPerson(person).text();
        auditor.tell(new AuditEntry("verify", Actors.of(ctx), subject, Map.of("model", model)));
        ctx.json(answer);
    }
}
