package dev.vigil.recognizer.see;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.vision.face.DetectorSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LookSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1280, 720, 320", // as it is said
        "48, 1280, 720, 320",
        "47, 1280, 720, 480",
        "24, 1280, 720, 640",
        "16, 1280, 720, 960",
        "12, 1280, 720, 1280",
        "5, 1280, 720, 1280", // nothing larger
        "12, 320, 240, 320",
        "12, 100, 400, 640", // high pictures: the height counts
    })
    void theInputIsTheSmallestThatShowsTheSmallestFaceThatIsWanted(float minFace, int width, int height, int input) {
        DetectorSettings detector = new LookSettings(320, 240, minFace, .3f).detector(width, height);

        assertThat(detector.width()).isEqualTo(input);
        assertThat(detector.height()).isEqualTo(input * 3 / 4);
        assertThat(detector.minScore()).isEqualTo(.3f);
    }

    @Test
    void whatTheLargestInputDoesNotShowIsLeftToTiles() {
        DetectorSettings detector = new LookSettings(320, 240, 8, .3f).detector(1280, 720);

        assertThat(detector.width()).isEqualTo(1280);
        assertThat(detector.minFace()).isEqualTo(8);
        assertThat(new LookSettings(320, 240, 0, .3f).detector(7680, 1080).minFace())
                .isZero();
    }
}
