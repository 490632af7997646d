package dev.vigil.recognizer;

import dev.vigil.gallery.client.GalleryAwayException;
import dev.vigil.gallery.client.Settings;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.Readiness;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the gallery's settings: when another model becomes active there, its networks are loaded and look from then on, and the
 * shadow model's beside them. Where they can't be loaded, the recognizer goes on with those it has, by their own faces and thresholds,
 * is not ready, says why, and tries again. Thread-safe.
 */
public final class ActiveModel implements Readiness, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveModel.class);

    private final Following following;
    private final boolean fixed;
    private final Supplier<Settings> gallery;
    private final ScheduledExecutorService clock;
    private volatile @Nullable String problem;
    private @Nullable String shadow;
    private @Nullable String shadowProblem;

    /** What is had look; throws {@link UserError} or {@link IllegalArgumentException} where it can't. */
    interface Following {
        /** The embedder that looks now. */
        String embedder();

        /** Has another one look. */
        void follow(String embedder);

        /** Has a second one look beside; null for none. */
        void compareWith(@Nullable String embedder);
    }

    private ActiveModel(Following following, boolean fixed, Supplier<Settings> gallery) {
        this.following = following;
        this.fixed = fixed;
        this.gallery = gallery;
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "vigil-active-model");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Follows.
     *
     * @param networks that are exchanged; close this before them
     * @param fixed whether the embedder stays whatever is active, and only the shadow is followed
     * @param gallery asks it; may throw where it is away
     * @param every how often
     */
    public static ActiveModel watch(
            ActiveNetworks networks, boolean fixed, Supplier<Settings> gallery, Duration every) {
        return watch(
                new Following() {
                    @Override
                    public String embedder() {
                        return networks.embedder();
                    }

                    @Override
                    public void follow(String embedder) {
                        networks.follow(embedder);
                    }

                    @Override
                    public void compareWith(@Nullable String embedder) {
                        networks.compareWith(embedder);
                    }
                },
                fixed,
                gallery,
                every);
    }

    static ActiveModel watch(Following following, boolean fixed, Supplier<Settings> gallery, Duration every) {
        ActiveModel watching = new ActiveModel(following, fixed, gallery);
        var unused =
                watching.clock.scheduleWithFixedDelay(watching::lookOrEnd, 0, every.toMillis(), TimeUnit.MILLISECONDS);
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

    /** The edge of the thread: a bug must not end the following without a word. */
    private void lookOrEnd() {
        try {
            look();
        } catch (RuntimeException | Error e) {
            LOG.error("the gallery's active model is not followed any more", e);
            problem = "The gallery's active model can't be followed any more: " + e + ".";
            throw e;
        }
    }

    private void look() {
        Settings said;
        try {
            said = gallery.get();
        } catch (GalleryAwayException | UserError e) {
            LOG.debug("the gallery does not say which model is active", e);
            return; // what was known holds
        }
        if (!fixed) {
            follow(said.model());
        }
        compare(said.shadow());
    }

    private void follow(@Nullable String active) {
        String before = following.embedder();
        if (active == null || active.equals(before)) {
            problem = null;
            return;
        }
        try {
            following.follow(active);
            problem = null;
            LOG.info("looks with {} from now on, the gallery's active model; before it was {}", active, before);
        } catch (UserError | IllegalArgumentException e) {
            String sentence = "The gallery's active model is " + active + ", which can't be used here, and " + before
                    + " goes on: " + e.getMessage();
            if (!sentence.equals(problem)) {
                LOG.warn("{}", sentence);
            }
            problem = sentence;
        }
    }

    private void compare(@Nullable String wanted) {
        try {
            following.compareWith(wanted);
            if (!Objects.equals(wanted, shadow)) {
                LOG.info("the shadow model, compared beside, is {} now", wanted == null ? "none" : wanted);
            }
            shadow = wanted;
            shadowProblem = null;
        } catch (UserError | IllegalArgumentException e) {
            if (!Objects.equals(e.getMessage(), shadowProblem)) {
                LOG.warn("the shadow model {} can't be compared here: {}", wanted, e.getMessage());
            }
            shadowProblem = e.getMessage();
        }
    }

    @Override
    public Optional<String> awaited() {
        return Optional.ofNullable(problem);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        try {
            if (!clock.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("networks are still being loaded while the recognizer stops");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
