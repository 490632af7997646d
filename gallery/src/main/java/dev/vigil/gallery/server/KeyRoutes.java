package dev.vigil.gallery.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vigil.gallery.event.ApiKey;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.Credential;
import dev.vigil.runtime.http.DescribedRoutes;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.Principal;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.http.Scope;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.openapi.Operation;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/keys}: API keys, for administrators. A key is shown in the answer that makes it, and never again. {@code /v1/keys-known}
 * gives other services the hashes of all, so that they can tell whose a key is.
 */
final class KeyRoutes implements Routes {
    private static final String ID = "The key's id.";
    private static final int MOST_GRACE_HOURS = 30 * 24;

    private final Writes writes;
    private final GalleryState state;
    private final Bodies bodies;

    KeyRoutes(Writes writes, GalleryState state, Bodies bodies) {
        this.writes = writes;
        this.state = state;
        this.bodies = bodies;
    }

    /** The body of {@code POST /v1/keys}. */
    record KeyBody(
            @Nullable String id,
            @Nullable String role,
            @Nullable List<@Nullable String> scopes,
            @Nullable String note,
            @Nullable Instant expiresAt) {
        ApiKeys.Wanted checked(Principal by) {
            String name = id == null ? "key-" + UUID.randomUUID().toString().substring(0, 8) : Checks.id(id, "key");
            List<String> labels = scopes == null
                    ? List.of()
                    : scopes.stream().map(s -> Checks.present(s, "scopes")).toList();
            ApiKeys.Wanted wanted = new ApiKeys.Wanted(name, role(role), parsed(labels), Checks.note(note), expiresAt);
            ApiKeys.requireWithin(by, wanted.scopes());
            return wanted;
        }

        private static java.util.Set<Scope> parsed(List<String> labels) {
            try {
                return Scope.parse(labels);
            } catch (IllegalArgumentException e) {
                throw new UserError(400, String.valueOf(e.getMessage()), e);
            }
        }

        private static Role role(@Nullable String label) {
            List<Role> roles = Arrays.stream(Role.values())
                    .filter(role -> role != Role.ANYONE)
                    .toList();
            String given = Checks.present(label, "role");
            return roles.stream()
                    .filter(role -> role.label().equals(given))
                    .findFirst()
                    .orElseThrow(() -> new UserError("The field 'role' can't be '" + given + "': it is one of "
                            + roles.stream().map(Role::label).collect(Collectors.joining(", ")) + "."));
        }
    }

    /** The body of {@code POST /v1/keys/{id}/rotate}. */
    record RotateBody(@Nullable Integer graceHours) {}

    /** A key without its hash; {@code key} is its text where it has just been made. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            String id,
            String role,
            List<String> scopes,
            String note,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant previousUntil,
            long version,
            @Nullable String key) {
        static View of(ApiKey key, @Nullable String text) {
            ApiKey.Previous previous = key.previous();
            return new View(
                    key.id(),
                    key.role(),
                    key.scopes(),
                    key.note(),
                    key.createdAt(),
                    key.expiresAt(),
                    previous == null ? null : previous.until(),
                    key.version(),
                    text);
        }
    }

    record Listing(List<View> keys) {}

    /** The keys as other services hold them; null where they have them already. */
    record Known(String tag, @Nullable List<ApiKey> keys) {}

    @Override
    public void addTo(RoutesConfig routes) {
        new DescribedRoutes(routes)
                .get(
                        "/v1/keys",
                        Role.ADMIN,
                        Operation.of("Lists API keys by id, without the keys themselves.")
                                .answers(200, Listing.class, "The keys."),
                        this::list)
                .post(
                        "/v1/keys",
                        Role.ADMIN,
                        Operation.of("Makes an API key.")
                                .body(KeyBody.class)
                                .answers(201, View.class, "The key, whose text is shown this once."),
                        this::add)
                .get(
                        "/v1/keys/{id}",
                        Role.ADMIN,
                        Operation.of("Shows an API key, without the key itself.")
                                .path("id", ID)
                                .answers(200, View.class, "The key."),
                        this::show)
                .delete(
                        "/v1/keys/{id}",
                        Role.ADMIN,
                        Operation.of("Ends an API key, at once.")
                                .path("id", ID)
                                .header("If-Match", "An ETag: it is ended only while the key bears it.")
                                .answers(204, "It has ended."),
                        this::revoke)
                .post(
                        "/v1/keys/{id}/rotate",
                        Role.ADMIN,
                        Operation.of("Replaces the text of an API key.")
                                .path("id", ID)
                                .header("If-Match", "An ETag: it is replaced only while the key bears it.")
                                .body(RotateBody.class)
                                .answers(200, View.class, "The key, whose new text is shown this once."),
                        this::rotate)
                .get(
                        "/v1/keys-known",
                        Role.SERVICE,
                        Operation.of("Gives another service the hashes of all API keys.")
                                .query(
                                        "tag",
                                        String.class,
                                        "The tag of the last answer: what has not changed since is left out.")
                                .answers(200, Known.class, "The keys; null where they are as the tag says."),
                        this::known);
    }

    private void list(Context ctx) {
        ctx.header("Cache-Control", "no-store")
                .json(new Listing(
                        sorted().stream().map(key -> View.of(key, null)).toList()));
    }

    private void show(Context ctx) {
        answer(ctx, ApiKeys.find(state, id(ctx)), null);
    }

    private void add(Context ctx) {
        ApiKeys.Wanted wanted = bodies.read(ctx, KeyBody.class).checked(HttpService.principal(ctx));
        String text = Credential.newKey(wanted.id());
        ApiKey made = writes.write(
                ctx,
                wanted.id(),
                "key.add",
                new GalleryKey.OfApiKey(wanted.id()),
                Map.of("role", wanted.role().label(), "scopes", String.join(",", Scope.labels(wanted.scopes()))),
                (now, at) -> ApiKeys.add(now, wanted, text, at));
        ctx.status(201).header("Location", "/v1/keys/" + made.id());
        answer(ctx, made, text);
    }

    private void rotate(Context ctx) {
        String id = id(ctx);
        Precondition condition = Precondition.of(ctx);
        Principal by = HttpService.principal(ctx);
        RotateBody body = hasBody(ctx) ? bodies.read(ctx, RotateBody.class) : new RotateBody(null);
        int hours = Checks.within(body.graceHours(), 0, 0, MOST_GRACE_HOURS, "graceHours");
        String text = Credential.newKey(id);
        ApiKey next = writes.write(
                ctx,
                id,
                "key.rotate",
                new GalleryKey.OfApiKey(id),
                Map.of("graceHours", Integer.toString(hours)),
                (now, at) -> ApiKeys.rotate(now, id, text, Duration.ofHours(hours), by, condition, at));
        answer(ctx, next, text);
    }

    private static boolean hasBody(Context ctx) {
        return ctx.contentLength() > 0 || ctx.header("Transfer-Encoding") != null;
    }

    private void revoke(Context ctx) {
        String id = id(ctx);
        Precondition condition = Precondition.of(ctx);
        writes.write(
                ctx, id, "key.revoke", new GalleryKey.OfApiKey(id), (now, at) -> ApiKeys.revoke(now, id, condition));
        ctx.status(204);
    }

    private void known(Context ctx) {
        String has = Parameters.of(ctx, "tag").text("tag");
        List<ApiKey> keys = sorted();
        String tag = Credential.hash(Json.line(keys)).toBase64();
        ctx.header("Cache-Control", "no-store").json(new Known(tag, Objects.equals(tag, has) ? null : keys));
    }

    private List<ApiKey> sorted() {
        return state.apiKeys().stream().sorted(Comparator.comparing(ApiKey::id)).toList();
    }

    private static void answer(Context ctx, ApiKey key, @Nullable String text) {
        ctx.header("Cache-Control", "no-store")
                .header("ETag", Precondition.tag(key.version()))
                .json(View.of(key, text));
    }

    private static String id(Context ctx) {
        return Checks.id(ctx.pathParam("id"), "key");
    }
}
