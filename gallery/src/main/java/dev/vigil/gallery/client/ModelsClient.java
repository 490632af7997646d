package dev.vigil.gallery.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vigil.runtime.tls.Trust;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A gallery's models over HTTP: which are held, which is active. Thread-safe; needs no closing.
 *
 * <p>Every method throws {@link GalleryAwayException} where the service can't be reached or does not answer in time, and {@link
 * dev.vigil.runtime.error.UserError} where it refuses the request for good.
 */
public final class ModelsClient {
    private final Exchange exchange;

    /**
     * A client of the gallery at {@code base}.
     *
     * @param base as {@code http://127.0.0.1:8081}
     * @param key an API key; {@link #set} needs the role admin, the others viewer
     * @param timeout for each request, its repetitions included
     */
    public ModelsClient(URI base, String key, Duration timeout) {
        this(base, key, timeout, Trust.SYSTEM);
    }

    /** The same, where {@code base} is {@code https} with a certificate that {@code trust} accepts. */
    public ModelsClient(URI base, String key, Duration timeout, Trust trust) {
        this.exchange = new Exchange(List.of(base), key, timeout, trust);
    }

    @JsonInclude
    private record Body(String model, @Nullable String shadow) {}

    /** What holds for the whole gallery. */
    public Settings settings() {
        return exchange.repeatable("GET", "/v1/settings", null).orThrow().read(Settings.class);
    }

    /** Which models it holds faces of. */
    public ModelCounts models() {
        return exchange.repeatable("GET", "/v1/models", null).orThrow().read(ModelCounts.class);
    }

    /**
     * Makes {@code model} the active one, and {@code shadow} the one that is compared beside it.
     *
     * @param least which part of those who have a face must have one of {@code model}, in [0, 1]: it is refused else
     * @return what holds now
     */
    public Settings set(String model, @Nullable String shadow, double least) {
        String path = String.format(Locale.ROOT, "/v1/settings?least=%s", least);
        return exchange.repeatable("PUT", path, new Body(model, shadow))
                .orThrow()
                .read(Settings.class);
    }
}
