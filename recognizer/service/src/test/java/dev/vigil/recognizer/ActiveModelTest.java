package dev.vigil.recognizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.gallery.client.GalleryAwayException;
import dev.vigil.gallery.client.Settings;
import dev.vigil.runtime.error.UserError;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ActiveModelTest {
    private final AtomicReference<@Nullable Settings> settings = new AtomicReference<>(Settings.NONE);
    private final Looking looking = new Looking();

    /** Networks that need no files: what is installed can look. */
    private static final class Looking implements ActiveModel.Following {
        private final Set<String> installed = ConcurrentHashMap.newKeySet();
        private volatile String embedder = "old";
        private volatile @Nullable String shadow;

        @Override
        public String embedder() {
            return embedder;
        }

        @Override
        public void follow(String other) {
            require(other);
            embedder = other;
        }

        @Override
        public void compareWith(@Nullable String other) {
            if (other != null) {
                require(other);
            }
            shadow = other;
        }

        private void require(String id) {
            if (!installed.contains(id)) {
                throw new UserError("There is no model " + id + " here.");
            }
        }
    }

    private Settings ask() {
        Settings now = settings.get();
        if (now == null) {
            throw new GalleryAwayException("away");
        }
        return now;
    }

    private static Settings settings(@Nullable String model, @Nullable String shadow) {
        return new Settings(model, shadow, Instant.EPOCH, 1);
    }

    private ActiveModel watch(boolean fixed) {
        return ActiveModel.watch(looking, fixed, this::ask, Duration.ofMillis(5));
    }

    @Test
    void theModelThatBecomesActiveLooksAndSoDoesTheOldOneAfterASwitchBack() {
        looking.installed.addAll(Set.of("old", "new"));
        try (ActiveModel watching = watch(false)) {
            settings.set(settings("new", null));
            Awaitility.await().until(() -> looking.embedder.equals("new"));
            settings.set(null);
            settings.set(settings("old", null));
            Awaitility.await().until(() -> looking.embedder.equals("old"));
            assertThat(watching.awaited()).isEmpty();
        }
    }

    @Test
    void aModelThatIsNotHereIsSaidUntilItIsAndTheOldOneGoesOn() {
        try (ActiveModel watching = watch(false)) {
            settings.set(settings("new", null));
            Awaitility.await().until(() -> watching.awaited().isPresent());
            assertThat(watching.awaited())
                    .contains(
                            "The gallery's active model is new, which can't be used here, and old goes on: There is no"
                                    + " model new here.");
            assertThat(looking.embedder).isEqualTo("old");
            looking.installed.add("new");
            Awaitility.await().until(() -> watching.awaited().isEmpty());
            assertThat(looking.embedder).isEqualTo("new");
        }
    }

    @Test
    void aFixedModelStaysAndIsComparedWithTheShadowAllTheSame() {
        looking.installed.addAll(Set.of("new", "second"));
        try (ActiveModel watching = watch(true)) {
            settings.set(settings("new", "second"));
            Awaitility.await().until(() -> "second".equals(looking.shadow));
            settings.set(settings("new", null));
            Awaitility.await().until(() -> looking.shadow == null);
            assertThat(looking.embedder).isEqualTo("old");
            assertThat(watching.awaited()).isEmpty();
        }
    }

    @Test
    void aGalleryThatIsAwayNamesNoModel() {
        settings.set(null);
        assertThat(ActiveModel.ask(this::ask)).isEmpty();
        settings.set(settings("new", null));
        assertThat(ActiveModel.ask(this::ask)).contains("new");
    }
}
