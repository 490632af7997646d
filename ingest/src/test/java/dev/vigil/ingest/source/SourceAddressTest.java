package dev.vigil.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceAddressTest {
    @Test
    void whatHasNoSchemeIsAPath() {
        assertThat(SourceAddress.parse("clips/door 1.mp4"))
                .isEqualTo(new SourceAddress.Local(Path.of("clips/door 1.mp4")));
        assertThat(SourceAddress.parse("concat:a.mp4|b.mp4")).isInstanceOf(SourceAddress.Local.class);
        assertThat(SourceAddress.parse("~/a.mp4"))
                .isEqualTo(new SourceAddress.Local(Path.of(System.getProperty("user.home"), "a.mp4")));
    }

    @Test
    void networkCamerasAreLive() {
        assertThat(SourceAddress.parse("rtsp://10.0.0.7/a").live()).isTrue();
        assertThat(SourceAddress.parse("RTSPS://user:p%40ss@camera.local:322/a").live())
                .isTrue();
        assertThat(SourceAddress.parse("a.mp4").live()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://10.0.0.7/a",
                "file:///etc/passwd",
                "concat://a",
                "gopher://x:geheim@y/z",
                "udp://0.0.0.0:1"
            })
    void otherSchemesAreRefusedByNameWithoutSecrets(String source) {
        assertThatThrownBy(() -> SourceAddress.parse(source))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rtsp://")
                .hasMessageNotContaining("geheim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rtsp://", "rtsp:///path", "rtsp://user:geheim@/path", "rtsp://:554/path", "rtsp://host name/x"})
    void anAddressWithoutAHostIsRefused(String source) {
        assertThatThrownBy(() -> SourceAddress.parse(source))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names no host")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void nothingIsRefused() {
        assertThatThrownBy(() -> SourceAddress.parse("  ")).hasMessageContaining("empty");
    }
}
