package dev.vigil.recognizer.track;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SceneChangeTest {
    private static final int PIXELS = 576;

    @Test
    void seesNoCutWhereOnlyTheLightChanges() {
        assertThat(SceneChange.between(gradient(0, 1), gradient(60, 1))).isEqualTo(SceneChange.NONE);
    }

    @Test
    void seesNoCutWhereSomethingSmallMoves() {
        byte[] before = pixels(0, 1);
        byte[] after = before.clone();
        for (int i = 100; i < 120; i++) {
            after[i] = (byte) 255;
        }
        assertThat(SceneChange.between(Grey.of(before), Grey.of(after))).isEqualTo(SceneChange.NONE);
    }

    @Test
    void seesACutWhereNothingIsLeftOfTheScene() {
        assertThat(SceneChange.between(Faces.scene(1), Faces.scene(2))).isEqualTo(SceneChange.CUT);
        assertThat(SceneChange.between(gradient(0, 1), gradient(0, -1))).isEqualTo(SceneChange.CUT);
    }

    @Test
    void suspectsACutWhereTheScenesResembleEachOther() {
        byte[] mixed = Faces.scene(1).json().toArray();
        byte[] other = Faces.scene(2).json().toArray();
        System.arraycopy(other, 0, mixed, 0, PIXELS * 4 / 10);

        assertThat(SceneChange.between(Faces.scene(1), Grey.of(mixed))).isEqualTo(SceneChange.SUSPECT);
    }

    @Test
    void takesBlackForBlackAndForNothingElse() {
        Grey black = Grey.of(new byte[PIXELS]);

        assertThat(black.likeness(black)).isEqualTo(1);
        assertThat(black.likeness(Faces.scene(1))).isZero();
        assertThat(SceneChange.between(black, Faces.scene(1))).isEqualTo(SceneChange.CUT);
    }

    private static Grey gradient(int light, int direction) {
        return Grey.of(pixels(light, direction));
    }

    private static byte[] pixels(int light, int direction) {
        byte[] pixels = new byte[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            int at = direction > 0 ? i : PIXELS - 1 - i;
            pixels[i] = (byte) (light + at * 180 / PIXELS);
        }
        return pixels;
    }
}
