package dev.vigil.gallery.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.config.Default;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GalleryConfigTest {
    @Test
    void everySettingHasADefaultAndItIsTheOneInCode() throws ReflectiveOperationException {
        GalleryConfig defaults = GalleryConfig.defaults();
        for (RecordComponent component : GalleryConfig.class.getRecordComponents()) {
            if (component.getName().equals("encryption")) {
                continue; // there is none: see KeySources
            }
            String yaml = component.getAnnotation(Default.class).value();
            Object value = component.getAccessor().invoke(defaults);
            assertThat(value instanceof Duration duration ? duration.toSeconds() + "s" : value.toString())
                    .isEqualTo(yaml);
        }
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        assertThatThrownBy(() -> config(-1, "t", Duration.ofSeconds(5), 1, 65_536))
                .hasMessageContaining("port");
        assertThatThrownBy(() -> config(1, " ", Duration.ofSeconds(5), 1, 65_536))
                .hasMessageContaining("topic");
        assertThatThrownBy(() -> config(1, "t", Duration.ofMillis(5), 1, 65_536))
                .hasMessageContaining("writeTimeout");
        assertThatThrownBy(() -> config(1, "t", Duration.ofSeconds(5), 0, 65_536))
                .hasMessageContaining("faces");
        assertThatThrownBy(() -> config(1, "t", Duration.ofSeconds(5), 1, 1)).hasMessageContaining("maxBody");
    }

    private static GalleryConfig config(int port, String topic, Duration timeout, int faces, int body) {
        return new GalleryConfig("127.0.0.1", port, topic, timeout, "", "", Duration.ofSeconds(6), "none", faces, body);
    }
}
