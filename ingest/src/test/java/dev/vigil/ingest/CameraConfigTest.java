package dev.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.error.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CameraConfigTest {
    private static CameraConfig camera(
            String source, Double rate, int width, int quality, boolean untilEnd, boolean loop) {
        return new CameraConfig("door", null, source, rate, width, quality, untilEnd, loop);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "tür", "a/b", "a.b", "../x", "a\n"})
    void idsOfOtherCharactersAreRefusedWithOneSentence(String id) {
        assertThatThrownBy(() -> CameraConfig.live(id, "a.mp4"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("must be 1 to 64 letters, digits, '-' or '_'");
    }

    @Test
    void idsMayHaveUpTo64Characters() {
        assertThatCode(() -> CameraConfig.live("a-_9".repeat(16), "a.mp4")).doesNotThrowAnyException();
        assertThatThrownBy(() -> CameraConfig.live("a".repeat(65), "a.mp4")).isInstanceOf(UserError.class);
    }

    @Test
    void valuesOutOfRangeAreRefusedByName() {
        assertThatThrownBy(() -> camera("a.mp4", 0.0, 1280, 85, false, false)).hasMessageContaining("rate");
        assertThatThrownBy(() -> camera("a.mp4", Double.NaN, 1280, 85, false, false))
                .hasMessageContaining("rate");
        assertThatThrownBy(() -> camera("a.mp4", 121.0, 1280, 85, false, false)).hasMessageContaining("rate");
        assertThatThrownBy(() -> camera("a.mp4", null, 63, 85, false, false)).hasMessageContaining("width");
        assertThatThrownBy(() -> camera("a.mp4", null, 1280, 101, false, false)).hasMessageContaining("quality");
        assertThatThrownBy(() -> camera("a.mp4", null, 1280, 85, true, true)).hasMessageContaining("loop");
    }

    @Test
    void aLiveCameraHasNoEnd() {
        assertThatThrownBy(() -> CameraConfig.untilEnd("door", "rtsp://10.0.0.7/a"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("door")
                .hasMessageContaining("no end");
    }

    @Test
    void liveCamerasGiveFiveFramesASecondAndRunsUntilTheEndAll() {
        assertThat(CameraConfig.live("door", "a.mp4").effectiveRate()).isEqualTo(5);
        assertThat(CameraConfig.untilEnd("door", "a.mp4").effectiveRate()).isInfinite();
        assertThat(camera("a.mp4", 2.5, 1280, 85, true, false).effectiveRate()).isEqualTo(2.5);
    }

    @Test
    void noSecretIsEverShown() {
        CameraConfig camera = CameraConfig.live("door", "rtsp://admin:geheim@10.0.0.7/a");

        assertThat(camera + camera.maskedSource() + IngestConfig.of(List.of(camera)))
                .doesNotContain("geheim");
        assertThatThrownBy(() -> CameraConfig.live("door", "ftp://admin:geheim@10.0.0.7/a"))
                .hasMessageNotContaining("geheim");
    }

    @Test
    void twoCamerasMayNotShareAnId() {
        CameraConfig camera = CameraConfig.live("door", "a.mp4");
        assertThatThrownBy(() -> IngestConfig.of(List.of(camera, camera))).hasMessageContaining("'door'");
    }
}
