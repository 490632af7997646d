package dev.vigil.recognizer;

import dev.vigil.gallery.client.GalleryAwayException;
import dev.vigil.gallery.client.Settings;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.Readiness;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches which model is active in the gallery. A recognizer whose embedder is another one is not ready, and says so, until it is
 * started again: it goes on deciding, by its own model's faces and thresholds, so that nothing is missed meanwhile. Thread-safe.
 */
public final class ActiveModel implements Readiness, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveModel.class);

    private final String embedder;
    private final Supplier<Settings> gallery;
    private final ScheduledExecutorService clock;
    private volatile @Nullable String active;

    private ActiveModel(String embedder, Supplier<Settings> gallery) {
        this.embedder = embedder;
        this.gallery = gallery;
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "vigil-active-model");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Watches for a recognizer that looks with {@code embedder}.
     *
     * @param gallery asks it; may throw where it is away
     * @param every how often
     */
    public static ActiveModel watch(String embedder, Supplier<Settings> gallery, Duration every) {
        ActiveModel watching = new ActiveModel(embedder, gallery);
        var unused = watching.clock.scheduleWithFixedDelay(
                watching::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return watching;
    }

    /** The gallery's active model; empty where none is set, or the gallery can't be asked now. */
    public static Optional<String> ask(Supplier<Settings> gallery) {
        try {
            return Optional.ofNullable(gallery.get().model());
        } catch (GalleryAwayException | UserError e) {
            LOG.warn("the gallery does not say which model is active: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private void look() {
        Optional<String> said;
        try {
            said = Optional.ofNullable(gallery.get().model());
        } catch (GalleryAwayException | UserError e) {
            LOG.debug("the gallery does not say which model is active", e);
            return; // what was known holds
        }
        String before = active;
        active = said.orElse(null);
        if (said.isPresent() && !said.get().equals(before) && !said.get().equals(embedder)) {
            LOG.warn(
                    "the gallery's active model is {} now, and this recognizer looks with {}: start it again",
                    said.get(),
                    embedder);
        }
    }

    @Override
    public Optional<String> awaited() {
        String now = active;
        return now == null || now.equals(embedder)
                ? Optional.empty()
                : Optional.of("The gallery's active model is " + now + ", and this recognizer looks with " + embedder
                        + ": start it again, so that it follows.");
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
