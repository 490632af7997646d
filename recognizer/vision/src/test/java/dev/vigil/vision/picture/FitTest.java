package dev.vigil.vision.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FitTest {
    @ParameterizedTest
    @CsvSource({
        "250, 250, 320, 240, 240, 240",
        "640, 480, 320, 240, 320, 240",
        "2563, 1037, 320, 240, 320, 129",
        "163, 180, 320, 240, 217, 240",
        "1, 1, 320, 240, 240, 240",
        "1, 10000, 320, 240, 1, 240",
        "10000, 1, 320, 240, 320, 1"
    })
    void scalesToTheLargestThatKeepsTheProportions(
            int pictureWidth, int pictureHeight, int inputWidth, int inputHeight, int width, int height) {
        Fit fit = Fit.of(pictureWidth, pictureHeight, inputWidth, inputHeight);
        assertThat(fit.width()).isEqualTo(width);
        assertThat(fit.height()).isEqualTo(height);
        assertThat(fit.width() * fit.scaleX()).isCloseTo(pictureWidth, within(.01f));
        assertThat(fit.height() * fit.scaleY()).isCloseTo(pictureHeight, within(.01f));
    }
}
