package dev.vigil.recognizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.gallery.client.GalleryAwayException;
import dev.vigil.gallery.client.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ActiveModelTest {
    private final AtomicReference<Settings> settings = new AtomicReference<>(Settings.NONE);

    private Settings ask() {
        Settings now = settings.get();
        if (now == null) {
            throw new GalleryAwayException("away");
        }
        return now;
    }

    private static Settings active(String model) {
        return new Settings(model, null, Instant.EPOCH, 1);
    }

    @Test
    void aRecognizerThatLooksWithAnotherModelThanTheActiveOneSaysSo() {
        try (ActiveModel watching = ActiveModel.watch("old", this::ask, Duration.ofMillis(10))) {
            assertThat(watching.awaited()).isEmpty();
            settings.set(active("new"));
            Awaitility.await().until(() -> watching.awaited().isPresent());
            assertThat(watching.awaited())
                    .contains(
                            "The gallery's active model is new, and this recognizer looks with old: start it again, so"
                                    + " that it follows.");
            settings.set(null);
            assertThat(watching.awaited()).isPresent();
            settings.set(active("old"));
            Awaitility.await().until(() -> watching.awaited().isEmpty());
        }
    }

    @Test
    void aGalleryThatIsAwayNamesNoModel() {
        settings.set(null);
        assertThat(ActiveModel.ask(this::ask)).isEmpty();
        settings.set(active("new"));
        assertThat(ActiveModel.ask(this::ask)).contains("new");
    }
}
