package dev.vigil.recognizer.photo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.vision.face.Quality;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhotoWarningsTest {
    private static List<String> warnings(Quality quality) {
        return PhotoWarnings.of(new SoleFace.One(Photos.face("anna", 100, quality, PhotoAnalyzer.Crops.NONE), 0));
    }

    @Test
    void aGoodPhotoHasNone() {
        assertThat(warnings(Photos.GOOD)).isEmpty();
    }

    @Test
    void eachPoorThingIsSaid() {
        assertThat(warnings(new Quality(.1f, 9, 300, 120, 0, 0, 0)))
                .containsExactly("The face is small, 9 pixels between the eyes: from 20 on it is recognised better.");
        assertThat(warnings(new Quality(.1f, 60, 5, 120, 0, 0, 0)))
                .singleElement()
                .asString()
                .contains("blurred");
        assertThat(warnings(new Quality(.1f, 60, 300, 20, 0, 0, 0)))
                .singleElement()
                .asString()
                .contains("dark");
        assertThat(warnings(new Quality(.1f, 60, 300, 250, 0, 0, 0)))
                .singleElement()
                .asString()
                .contains("too bright");
        assertThat(warnings(new Quality(.1f, 60, 300, 120, -50, 0, 0)))
                .singleElement()
                .asString()
                .contains("turned away");
    }
}
