package dev.vigil.vision.face;

import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.Tensor;
import dev.vigil.vision.picture.Fit;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The prior boxes of a single-shot detector (SSD, Liu et al., ECCV 2016) for one size of input, and the decoding of its output over
 * them. Immutable; threads may share it.
 *
 * <p>At the size it was trained at they are the network's own to the letter: centres spread evenly over the input, even where the
 * stride does not divide it (240 rows at stride 32 are 8 cells of 30 pixels, though the network's cells lie 32 apart), and all four
 * numbers clamped to [0, 1]. A convolution can't know the row it is in, so what the network learnt there is the mean of that error, 8
 * pixels at strides 32 and 64. At other sizes the centres therefore lie a whole stride apart, moved by that mean: faces of LFW moved
 * about in larger inputs were so found within a pixel at strides 8 to 32, where evenly spread centres would be off by up to half a
 * cell.
 */
final class PriorBoxes implements DetectorDecoder {
    private static final int NUMBERS = 4;

    private final int inputWidth;
    private final int inputHeight;
    private final float centreVariance;
    private final float sizeVariance;
    /** Centre x, centre y, width, height of each, as fractions of the input. */
    private final float[] priors;

    /**
     * @param trained the size of input that the network was trained at
     * @param card the priors
     */
    PriorBoxes(ModelCard.Input trained, ModelCard.Priors card, int inputWidth, int inputHeight) {
        this.inputWidth = inputWidth;
        this.inputHeight = inputHeight;
        centreVariance = card.centreVariance();
        sizeVariance = card.sizeVariance();
        float[] all = new float[0];
        for (int i = 0; i < card.strides().size(); i++) {
            float[] more = ofStride(trained, card.strides().get(i), card.sides().get(i));
            int start = all.length;
            all = Arrays.copyOf(all, start + more.length);
            System.arraycopy(more, 0, all, start, more.length);
        }
        priors = all;
    }

    private float[] ofStride(ModelCard.Input trained, int stride, List<Integer> sides) {
        double[] xs = centres(stride, inputWidth, trained.width());
        double[] ys = centres(stride, inputHeight, trained.height());
        float[] boxes = new float[xs.length * ys.length * sides.size() * NUMBERS];
        int at = 0;
        for (double y : ys) {
            for (double x : xs) {
                for (int side : sides) {
                    boxes[at++] = clamp(x);
                    boxes[at++] = clamp(y);
                    boxes[at++] = clamp((double) side / inputWidth);
                    boxes[at++] = clamp((double) side / inputHeight);
                }
            }
        }
        return boxes;
    }

    /** Along one side of the input, as fractions of it. */
    private static double[] centres(int stride, int length, int trainedLength) {
        double[] centres = new double[cells(stride, length)];
        double shift = (cells(stride, trainedLength) * stride - trainedLength) / 2.0;
        for (int i = 0; i < centres.length; i++) {
            centres[i] = length == trainedLength ? (i + .5) / centres.length : ((i + .5) * stride - shift) / length;
        }
        return centres;
    }

    private static int cells(int stride, int length) {
        return (length + stride - 1) / stride;
    }

    private static float clamp(double fraction) {
        return (float) Math.min(1, Math.max(0, fraction));
    }

    int count() {
        return priors.length / NUMBERS;
    }

    @Override
    public int inputWidth() {
        return inputWidth;
    }

    @Override
    public int inputHeight() {
        return inputHeight;
    }

    /** With the scores {@code float32[1, count, 2]} and the regressions {@code float32[1, count, 4]}. */
    @Override
    public List<Detection> decode(List<Tensor> outputs, Fit fit, float minScore) {
        Tensor scores = outputs.get(0);
        Tensor regressions = outputs.get(1);
        FloatBuffer faces = scores.values();
        FloatBuffer moves = regressions.values();
        if (faces.capacity() != 2 * count() || moves.capacity() != NUMBERS * count()) {
            throw new IllegalStateException("The detector gave " + scores + " and " + regressions
                    + " where its card promises " + count() + " priors at " + inputWidth + "x" + inputHeight + ".");
        }
        List<Detection> found = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            float score = faces.get(2 * i + 1);
            if (!(score <= minScore)) { // what is no number is told by whoever asked
                found.add(new Detection(box(i * NUMBERS, moves, fit), score));
            }
        }
        return found;
    }

    private Box box(int i, FloatBuffer moves, Fit fit) {
        float x = priors[i] + moves.get(i) * centreVariance * priors[i + 2];
        float y = priors[i + 1] + moves.get(i + 1) * centreVariance * priors[i + 3];
        float width = priors[i + 2] * (float) Math.exp(moves.get(i + 2) * sizeVariance);
        float height = priors[i + 3] * (float) Math.exp(moves.get(i + 3) * sizeVariance);
        float toX = inputWidth * fit.scaleX();
        float toY = inputHeight * fit.scaleY();
        return new Box((x - width / 2) * toX, (y - height / 2) * toY, width * toX, height * toY);
    }
}
