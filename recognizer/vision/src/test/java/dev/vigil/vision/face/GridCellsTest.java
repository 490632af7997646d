package dev.vigil.vision.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.Tensor;
import dev.vigil.vision.picture.Fit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GridCellsTest {
    private static final ModelCard.Grid GRID = new ModelCard.Grid(List.of(8, 16), true);
    private static final int[] CELLS = {64, 16};

    /** What a network for 64x64 gives where it sees nothing: four kinds of numbers, each for both strides. */
    private static List<float[]> nothing() {
        List<float[]> outputs = new ArrayList<>();
        for (int each : new int[] {1, 1, 4, 10}) {
            for (int cells : CELLS) {
                outputs.add(new float[cells * each]);
            }
        }
        return outputs;
    }

    private static List<Tensor> tensors(List<float[]> outputs) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            int cells = CELLS[i % 2];
            tensors.add(Tensor.of(new long[] {1, cells, outputs.get(i).length / cells}, outputs.get(i)));
        }
        return tensors;
    }

    @Test
    void readsTheScoreTheBoxAndThePointsOfACellInThePicturesPixels() {
        List<float[]> outputs = nothing();
        int cell = 2 * 4 + 1; // column 1, row 2 of the second grid
        outputs.get(1)[cell] = .81f;
        outputs.get(3)[cell] = 1;
        System.arraycopy(new float[] {.5f, .25f, (float) Math.log(2), 0}, 0, outputs.get(5), cell * 4, 4);
        for (int p = 0; p < 10; p++) {
            outputs.get(7)[cell * 10 + p] = p / 10f;
        }
        DetectorDecoder decoder = new GridCells(GRID, 64, 64);
        List<Detection> found = decoder.decode(tensors(outputs), new Fit(64, 64, 2, 3), .5f);
        assertThat(found).hasSize(1);
        assertThat(found.get(0).score()).isCloseTo(.9f, within(1e-6f));
        Box box = found.get(0).box();
        // Centre (1.5, 2.25) * 16, size 32 x 16, then twice as wide and three times as high.
        assertThat(box.x()).isCloseTo(2 * (24 - 16), within(1e-3f));
        assertThat(box.y()).isCloseTo(3 * (36 - 8), within(1e-3f));
        assertThat(box.width()).isCloseTo(64, within(1e-3f));
        assertThat(box.height()).isCloseTo(48, within(1e-3f));
        assertThat(found.get(0).landmarks()).hasSize(5);
        assertThat(found.get(0).landmarks().get(4).x()).isCloseTo(2 * (1 + .8f) * 16, within(1e-3f));
        assertThat(found.get(0).landmarks().get(4).y()).isCloseTo(3 * (2 + .9f) * 16, within(1e-3f));
    }

    @Test
    void makesItsInputWholeCells() {
        DetectorDecoder decoder = new GridCells(new ModelCard.Grid(List.of(8, 16, 32), false), 320, 240);
        assertThat(decoder.inputWidth()).isEqualTo(320);
        assertThat(decoder.inputHeight()).isEqualTo(256);
    }

    @Test
    void hidesNothingThatIsNoNumber() {
        List<float[]> outputs = nothing();
        outputs.get(0)[3] = Float.NaN;
        outputs.get(2)[3] = 1;
        assertThat(new GridCells(GRID, 64, 64).decode(tensors(outputs), new Fit(64, 64, 1, 1), .5f))
                .extracting(Detection::score)
                .containsExactly(Float.NaN);
    }

    @Test
    void refusesNumbersForAnotherInput() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> new GridCells(GRID, 128, 64).decode(tensors(nothing()), new Fit(64, 64, 1, 1), .5f))
                .withMessageContaining("128x64");
    }
}
