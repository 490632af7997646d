package dev.vigil.vision.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.vision.model.ColourOrder;
import dev.vigil.vision.model.ModelCard;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkInputTest {
    private static final byte BLUE = 10;
    private static final byte GREEN = 20;
    private static final byte RED = 30;

    @Test
    void writesPlanesInTheOrderOfTheCard() {
        byte[] pixels = {BLUE, GREEN, RED, BLUE, GREEN, RED};
        assertThat(numbers(colour(ColourOrder.BGR), pixels)).containsExactly(10, 10, 20, 20, 30, 30);
        assertThat(numbers(colour(ColourOrder.RGB), pixels)).containsExactly(30, 30, 20, 20, 10, 10);
    }

    @Test
    void normalisesEachPlaneAsTheCardSays() {
        ModelCard.Input card =
                new ModelCard.Input(2, 1, false, ColourOrder.RGB, List.of(127f, 2f, 0f), List.of(128f, 4f, 10f));
        assertThat(numbers(card, new byte[] {0, 6, (byte) 255, 100, 2, 0}))
                .containsExactly(1, -127 / 128f, 1, 0, 0, 10);
    }

    @Test
    void scalesThePixelsBeforeMeanAndStdWhereTheCardDoes() {
        ModelCard.Input pixels = new ModelCard.Input(
                2, 1, false, ColourOrder.RGB, List.of(123.675f, 116.28f, 103.53f), List.of(58.395f, 57.12f, 57.375f));
        ModelCard.Input fractions = new ModelCard.Input(
                2,
                1,
                false,
                ColourOrder.RGB,
                List.of(.485f, .456f, .406f),
                List.of(.229f, .224f, .225f),
                1 / 255f,
                null);
        byte[] bgr = {0, 6, (byte) 255, 100, 2, 0};
        assertThat(numbers(fractions, bgr)).containsExactly(numbers(pixels, bgr), within(1e-5f));
    }

    @Test
    void showsTheMiddleOfASquareInTheNetworksShape() {
        ModelCard.Input narrow = new ModelCard.Input(2, 4, false, ColourOrder.GREY, List.of(0f), List.of(1f));
        byte[] square = new byte[4 * 4 * 3];
        for (int i = 0; i < 16; i++) {
            java.util.Arrays.fill(square, 3 * i, 3 * i + 3, (byte) (10 * (i % 4) + i / 4));
        }
        try (NetworkInput input = new NetworkInput(narrow, 2, 4, 1)) {
            input.putSquare(square, 4, 0);
            assertThat(read(input, 8)).containsExactly(10, 20, 11, 21, 12, 22, 13, 23);
        }
        ModelCard.Input larger = new ModelCard.Input(8, 8, false, ColourOrder.GREY, List.of(0f), List.of(1f));
        try (NetworkInput input = new NetworkInput(larger, 8, 8, 1)) {
            input.putSquare(square, 4, 0);
            assertThat(read(input, 2)).containsExactly(0, 2);
            assertThatIllegalArgumentException().isThrownBy(() -> input.putSquare(square, 5, 0));
        }
    }

    @Test
    void keepsEverySlotApart() {
        try (NetworkInput input = new NetworkInput(colour(ColourOrder.BGR), 2, 1, 3)) {
            input.put(new byte[] {1, 2, 3, 4, 5, 6}, 2);
            input.put(new byte[] {7, 8, 9, 10, 11, 12}, 0);
            float[] all = read(input, 18);
            assertThat(all).startsWith(7, 10, 8, 11, 9, 12).endsWith(1, 4, 2, 5, 3, 6);
            assertThat(input.bytes().isDirect()).isTrue();
            assertThat(input.bytes().order()).isEqualTo(ByteOrder.nativeOrder());
        }
    }

    @Test
    void letterboxesATallPictureAfterAWideOneWithoutALeftover() {
        ModelCard.Input card = new ModelCard.Input(4, 2, true, ColourOrder.GREY, List.of(0f), List.of(1f));
        try (NetworkInput input = new NetworkInput(card, 4, 2, 1);
                Picture wide = white(8, 2);
                Picture tall = white(2, 4)) {
            assertThat(input.letterbox(wide, 0)).isEqualTo(new Fit(4, 1, 2, 2));
            assertThat(read(input, 8)).containsExactly(255, 255, 255, 255, 0, 0, 0, 0);
            assertThat(input.letterbox(tall, 0)).isEqualTo(new Fit(1, 2, 2, 2));
            assertThat(read(input, 8)).containsExactly(255, 0, 0, 0, 255, 0, 0, 0);
        }
    }

    @Test
    void stretchesARegionOnly() {
        ModelCard.Input card = new ModelCard.Input(2, 2, false, ColourOrder.GREY, List.of(0f), List.of(255f));
        byte[] pixels = new byte[4 * 4 * 3];
        for (int i = 2 * 4 * 3; i < pixels.length; i++) {
            pixels[i] = (byte) 255;
        }
        try (NetworkInput input = new NetworkInput(card, 2, 2, 1);
                Picture picture = Picture.ofBgr(pixels, 4, 4)) {
            input.stretch(picture, new Region(0, 2, 4, 2), 0);
            assertThat(read(input, 4)).containsExactly(1, 1, 1, 1);
            input.stretch(picture, new Region(1, 0, 1, 1), 0);
            assertThat(read(input, 4)).containsExactly(0, 0, 0, 0);
        }
    }

    @Test
    void refusesPixelsOfAnotherSizeAndUseAfterClosing() {
        NetworkInput input = new NetworkInput(colour(ColourOrder.BGR), 2, 1, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> input.put(new byte[5], 0));
        input.close();
        input.close();
        assertThatIllegalStateException().isThrownBy(input::bytes);
    }

    private static float[] numbers(ModelCard.Input card, byte[] bgr) {
        try (NetworkInput input = new NetworkInput(card, 2, 1, 1)) {
            input.put(bgr, 0);
            return read(input, 6);
        }
    }

    private static float[] read(NetworkInput input, int count) {
        FloatBuffer floats = input.bytes().asFloatBuffer();
        float[] all = new float[count];
        floats.get(all);
        return all;
    }

    private static ModelCard.Input colour(ColourOrder order) {
        return new ModelCard.Input(2, 1, false, order, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));
    }

    private static Picture white(int width, int height) {
        byte[] pixels = new byte[width * height * 3];
        java.util.Arrays.fill(pixels, (byte) 255);
        return Picture.ofBgr(pixels, width, height);
    }
}
