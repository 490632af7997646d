package dev.vigil.gallery.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.config.ConfigReader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GalleryConfigTest {
    @Test
    void everySettingHasADefaultAndItIsTheOneInCode() {
        assertThat(ConfigReader.parse("{}", "the defaults", Map.of(), GalleryConfig.class))
                .isEqualTo(GalleryConfig.defaults());
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
        GalleryConfig d = GalleryConfig.defaults();
        return new GalleryConfig(
                "127.0.0.1",
                port,
                topic,
                timeout,
                "",
                "",
                d.sessionTimeout(),
                "none",
                faces,
                body,
                d.audit(),
                d.consent(),
                d.crops(),
                d.maxCropBytes(),
                d.enrolment(),
                d.limits(),
                d.snapshot());
    }
}
