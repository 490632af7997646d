package dev.vigil.gallery.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vigil.gallery.access.KeyMirror;
import dev.vigil.gallery.event.ApiKey;
import dev.vigil.runtime.tls.Trust;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A gallery's API keys over HTTP. Thread-safe; needs no closing.
 *
 * <p>Every method throws {@link GalleryAwayException} where the service can't be reached or does not answer in time, and {@link
 * dev.vigil.runtime.error.UserError} where it refuses the request for good.
 */
public final class KeysClient implements KeyMirror.Source {
    private final Exchange exchange;

    /**
     * A client of the gallery at {@code base}.
     *
     * @param key an API key; {@link #fetch} needs the role service, the others admin
     * @param timeout for each request, its repetitions included
     */
    public KeysClient(URI base, String key, Duration timeout, Trust trust) {
        this.exchange = new Exchange(List.of(base), key, timeout, trust);
    }

    /**
     * A key to make.
     *
     * @param id null for one that the gallery makes
     * @param scopes empty for all that the role permits
     * @param expiresAt null for no end
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record NewKey(
            @Nullable String id,
            String role,
            List<String> scopes,
            String note,
            @Nullable Instant expiresAt) {
        /** Copies the scopes. */
        public NewKey {
            scopes = List.copyOf(scopes);
        }
    }

    /**
     * A key as the gallery shows it.
     *
     * @param previousUntil until when the key before the last rotation is accepted too
     * @param key its text, only in the answer that made it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record KeyView(
            String id,
            String role,
            List<String> scopes,
            String note,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant previousUntil,
            long version,
            @Nullable String key) {
        /** Copies the scopes. */
        public KeyView {
            scopes = List.copyOf(scopes);
        }

        /** Not the key's text. */
        @Override
        public String toString() {
            return "KeyView[" + id + ", " + role + "]";
        }
    }

    private record Listing(List<KeyView> keys) {}

    private record Known(String tag, @Nullable List<ApiKey> keys) {}

    private record Rotation(int graceHours) {}

    /** All keys, by id. */
    public List<KeyView> list() {
        return exchange.repeatable("GET", "/v1/keys", null)
                .orThrow()
                .read(Listing.class)
                .keys();
    }

    /** Makes a key, once. */
    public KeyView add(NewKey key) {
        return exchange.once("POST", "/v1/keys", key).orThrow().read(KeyView.class);
    }

    /** Replaces the text of a key; the old one is accepted for so many hours more. */
    public KeyView rotate(String id, int graceHours) {
        return exchange.once("POST", "/v1/keys/" + encode(id) + "/rotate", new Rotation(graceHours))
                .orThrow()
                .read(KeyView.class);
    }

    /** Ends a key. */
    public void revoke(String id) {
        exchange.once("DELETE", "/v1/keys/" + encode(id), null).orThrow();
    }

    @Override
    public Optional<KeyMirror.Fetched> fetch(@Nullable String tag) {
        String path = "/v1/keys-known" + (tag == null ? "" : "?tag=" + encode(tag));
        Known known = exchange.once("GET", path, null).orThrow().read(Known.class);
        return Optional.ofNullable(known.keys)
                .map(keys -> new KeyMirror.Fetched(
                        keys.stream().collect(Collectors.toMap(ApiKey::id, Function.<ApiKey>identity(), (a, b) -> b)),
                        known.tag));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
