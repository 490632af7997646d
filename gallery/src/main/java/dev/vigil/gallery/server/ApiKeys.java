package dev.vigil.gallery.server;

import dev.vigil.gallery.event.ApiKey;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.log.Change;
import dev.vigil.gallery.log.Plan;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.Credential;
import dev.vigil.runtime.http.Principal;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What requests about API keys come to. Pure. */
final class ApiKeys {
    private static final int MOST = 1_000;

    private ApiKeys() {}

    /**
     * A key to make.
     *
     * @param id for life
     * @param role at least viewer
     * @param scopes empty for all that the role permits
     * @param note whose it is
     * @param expiresAt null for no end
     */
    record Wanted(
            String id,
            Role role,
            Set<Scope> scopes,
            String note,
            @Nullable Instant expiresAt) {}

    /** The key, or a 404. */
    static ApiKey find(GalleryState state, String id) {
        return state.apiKey(id).orElseThrow(() -> new UserError(404, "There is no key '" + id + "'."));
    }

    /** Makes the key whose text is {@code key}. */
    static Plan<ApiKey> add(GalleryState state, Wanted wanted, String key, Instant now) {
        if (state.apiKey(wanted.id()).isPresent()) {
            throw new UserError(409, "There is a key '" + wanted.id() + "' already: rotate it, or choose another id.");
        }
        if (state.apiKeys().size() >= MOST) {
            throw new UserError(409, "There are " + MOST + " keys already: revoke those that nobody needs.");
        }
        if (wanted.expiresAt() != null && !wanted.expiresAt().isAfter(now)) {
            throw new UserError(422, "The field 'expiresAt' lies in the past: nobody could use the key.");
        }
        ApiKey made = new ApiKey(
                wanted.id(),
                Credential.hash(key),
                wanted.role().label(),
                Scope.labels(wanted.scopes()),
                wanted.note(),
                now,
                wanted.expiresAt(),
                null,
                1);
        return Plan.of(made, new Change(new GalleryKey.OfApiKey(made.id()), made));
    }

    /**
     * Replaces the key's text by {@code key}.
     *
     * @param grace how long the old one is accepted too
     */
    static Plan<ApiKey> rotate(
            GalleryState state,
            String id,
            String key,
            Duration grace,
            Principal by,
            Precondition condition,
            Instant now) {
        ApiKey old = find(state, id);
        condition.check(OptionalLong.of(old.version()));
        requireWithin(by, Scope.parse(old.scopes()));
        ApiKey next = new ApiKey(
                id,
                Credential.hash(key),
                old.role(),
                old.scopes(),
                old.note(),
                old.createdAt(),
                old.expiresAt(),
                grace.isZero() ? null : new ApiKey.Previous(old.hash(), now.plus(grace)),
                old.version() + 1);
        return Plan.of(next, new Change(new GalleryKey.OfApiKey(id), next));
    }

    /** Ends the key at once. */
    static Plan<ApiKey> revoke(GalleryState state, String id, Precondition condition) {
        ApiKey old = find(state, id);
        condition.check(OptionalLong.of(old.version()));
        return Plan.of(old, new Change(new GalleryKey.OfApiKey(id), null));
    }

    /** Nobody gives more than they have: a key with scopes makes, and takes over, only keys within them. */
    static void requireWithin(Principal by, Set<Scope> scopes) {
        if (!by.scopes().isEmpty() && (scopes.isEmpty() || !by.scopes().containsAll(scopes))) {
            List<String> has = Scope.labels(by.scopes());
            throw new UserError(
                    403, "Your key is for " + String.join(", ", has) + ": it can't give more than that to another.");
        }
    }
}
