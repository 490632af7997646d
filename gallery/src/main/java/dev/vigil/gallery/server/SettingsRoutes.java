package dev.vigil.gallery.server;

import dev.vigil.gallery.client.ModelCounts;
import dev.vigil.gallery.client.Settings;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.GallerySettings;
import dev.vigil.gallery.log.Change;
import dev.vigil.gallery.log.Plan;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.DescribedRoutes;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.openapi.Doc;
import dev.vigil.runtime.openapi.Operation;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code /v1/settings} and {@code /v1/models}: which embedder is searched, and which the gallery holds faces of. */
final class SettingsRoutes implements Routes {
    private static final String GALLERY = "gallery";
    private static final GalleryKey KEY = new GalleryKey.OfSetting(GALLERY);

    private final Writes writes;
    private final GalleryState state;
    private final ModelCensus census;
    private final Bodies bodies;

    SettingsRoutes(Writes writes, GalleryState state, ModelCensus census, Bodies bodies) {
        this.writes = writes;
        this.state = state;
        this.census = census;
        this.bodies = bodies;
    }

    /** Of {@code PUT /v1/settings}. */
    record SettingsBody(
            @Doc(value = "The embedder that is searched.", required = true) @Nullable
            String model,

            @Doc("An embedder that is compared beside it, and never decides.") @Nullable
            String shadow) {
        String checkedModel() {
            return Checks.model(model);
        }

        @Nullable
        String checkedShadow() {
            if (shadow == null) {
                return null;
            }
            if (shadow.equals(model)) {
                throw new UserError(422, "The field 'shadow' is the active model itself: name another one, or null.");
            }
            return Checks.model(shadow);
        }
    }

    @Override
    public void addTo(RoutesConfig routes) {
        new DescribedRoutes(routes)
                .get(
                        "/v1/settings",
                        Role.VIEWER,
                        Operation.of("Shows which embedder is searched where a request names none.")
                                .answers(200, Settings.class, "What is set; nulls where nothing is."),
                        ctx -> answer(ctx, state.settings().orElse(null)))
                .put(
                        "/v1/settings",
                        Role.ADMIN,
                        Operation.of("Switches the gallery to another embedder.")
                                .query(
                                        "least",
                                        Double.class,
                                        "The part of the people who must have a face of it, 0 to 1.")
                                .header("If-Match", "An ETag: the change is made only while the settings bear it.")
                                .body(SettingsBody.class)
                                .answers(200, Settings.class, "What is set now."),
                        this::put)
                .get(
                        "/v1/models",
                        Role.VIEWER,
                        Operation.of("Counts people and faces by embedder.")
                                .answers(200, ModelCounts.class, "The counts."),
                        ctx -> ctx.json(census.count()));
    }

    private void put(Context ctx) {
        double least = Parameters.of(ctx, "least").fraction("least", 1);
        Precondition condition = Precondition.of(ctx);
        SettingsBody body = bodies.read(ctx, SettingsBody.class);
        String model = body.checkedModel();
        String shadow = body.checkedShadow();
        refuseUnlessEnrolled(model, least);
        Map<String, String> detail = new HashMap<>();
        detail.put("model", model);
        detail.put("shadow", Objects.requireNonNullElse(shadow, "none"));
        GallerySettings saved = writes.write(
                ctx, GALLERY, "settings.put", KEY, detail, (now, at) -> plan(now, model, shadow, condition, at));
        answer(ctx, saved);
    }

    /** Whoever has no face of the new model would not be recognised any more, without a word. */
    private void refuseUnlessEnrolled(String model, double least) {
        if (state.settings().map(GallerySettings::model).filter(model::equals).isPresent()) {
            return;
        }
        ModelCounts counts = census.count();
        int with = counts.peopleWith(model);
        if (with < least * counts.people()) {
            throw new UserError(
                    409,
                    "Only " + with + " of " + counts.people() + " people have a face of the model " + model
                            + ": enrol the others with './vigil models migrate --to " + model
                            + "', or say with least how large a part is enough.");
        }
    }

    private static Plan<GallerySettings> plan(
            GalleryState state, String model, @Nullable String shadow, Precondition condition, Instant now) {
        Optional<GallerySettings> current = state.settings();
        condition.check(current.map(s -> OptionalLong.of(s.version())).orElse(OptionalLong.empty()));
        if (current.isPresent()
                && current.get().model().equals(model)
                && Objects.equals(current.get().shadow(), shadow)) {
            return Plan.nothing(current.get());
        }
        long version = current.map(GallerySettings::version).orElse(0L) + 1;
        GallerySettings next = new GallerySettings(model, shadow, now, version);
        return Plan.of(next, new Change(KEY, next));
    }

    private static void answer(Context ctx, @Nullable GallerySettings settings) {
        if (settings == null) {
            ctx.json(Settings.NONE);
            return;
        }
        ctx.header("ETag", Precondition.tag(settings.version()))
                .json(new Settings(settings.model(), settings.shadow(), settings.updatedAt(), settings.version()));
    }
}
