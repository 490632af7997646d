package dev.vigil.vision.face;

import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.Tensor;
import dev.vigil.vision.picture.Fit;
import java.util.List;
import java.util.Objects;

/** From the numbers of a detector to faces, for one size of input. Immutable; threads may share it. */
interface DetectorDecoder {
    /**
     * What the network saw, in pixels of the picture, unsorted and with overlaps; scores and boxes that are no numbers included, so
     * that a broken network is seen to be one.
     *
     * @param outputs as the card of the network says
     * @param fit how the picture lay in the input
     * @param minScore only faces above it
     * @throws IllegalStateException if the outputs are not what the card says
     */
    List<Detection> decode(List<Tensor> outputs, Fit fit, float minScore);

    /** Width of the input in pixels: the wanted one, or the next larger that the network can take. */
    int inputWidth();

    /** Height of the input in pixels: the wanted one, or the next larger that the network can take. */
    int inputHeight();

    /** For an input of at least this size. */
    static DetectorDecoder of(ModelCard card, int width, int height) {
        ModelCard.Grid grid = card.grid();
        return grid == null
                ? new PriorBoxes(card.input(), Objects.requireNonNull(card.priors()), width, height)
                : new GridCells(grid, width, height);
    }
}
