package dev.vigil.vision.face;

import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.Tensor;
import dev.vigil.vision.picture.Fit;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Decodes a detector whose every cell of a few grids says whether it sees a face, as {@link ModelCard.Grid} describes. */
final class GridCells implements DetectorDecoder {
    private static final int BOX = 4;
    private static final int POINTS = 10;

    private final ModelCard.Grid grid;
    private final int inputWidth;
    private final int inputHeight;

    /** For an input of that size, or the next whole multiples of the largest stride. */
    GridCells(ModelCard.Grid grid, int width, int height) {
        this.grid = grid;
        int largest = Collections.max(grid.strides());
        inputWidth = (width + largest - 1) / largest * largest;
        inputHeight = (height + largest - 1) / largest * largest;
    }

    @Override
    public int inputWidth() {
        return inputWidth;
    }

    @Override
    public int inputHeight() {
        return inputHeight;
    }

    @Override
    public List<Detection> decode(List<Tensor> outputs, Fit fit, float minScore) {
        int strides = grid.strides().size();
        List<Detection> found = new ArrayList<>();
        for (int s = 0; s < strides; s++) {
            int stride = grid.strides().get(s);
            int columns = inputWidth / stride;
            int cells = columns * (inputHeight / stride);
            FloatBuffer faces = numbers(outputs.get(s), cells);
            FloatBuffer certain = numbers(outputs.get(strides + s), cells);
            FloatBuffer boxes = numbers(outputs.get(2 * strides + s), cells * BOX);
            FloatBuffer points =
                    grid.landmarks() ? numbers(outputs.get(3 * strides + s), cells * POINTS) : FloatBuffer.allocate(0);
            for (int cell = 0; cell < cells; cell++) {
                float score = (float) Math.sqrt((double) faces.get(cell) * certain.get(cell));
                if (!(score <= minScore)) { // what is no number is told by whoever asked
                    Cell at = new Cell(cell % columns, cell / columns, stride, fit);
                    found.add(new Detection(
                            at.box(boxes, cell * BOX),
                            Math.min(1, score),
                            grid.landmarks() ? at.points(points, cell * POINTS) : List.of()));
                }
            }
        }
        return found;
    }

    private FloatBuffer numbers(Tensor output, int wanted) {
        FloatBuffer numbers = output.values();
        if (numbers.capacity() != wanted) {
            throw new IllegalStateException("The detector gave " + output + " where its card promises " + wanted
                    + " numbers at " + inputWidth + "x" + inputHeight + ".");
        }
        return numbers;
    }

    /** A cell, and the way from its numbers to the picture. */
    private record Cell(int x, int y, int stride, Fit fit) {
        Box box(FloatBuffer numbers, int i) {
            float width = (float) Math.exp(numbers.get(i + 2)) * stride;
            float height = (float) Math.exp(numbers.get(i + 3)) * stride;
            float left = (x + numbers.get(i)) * stride - width / 2;
            float top = (y + numbers.get(i + 1)) * stride - height / 2;
            return new Box(left * fit.scaleX(), top * fit.scaleY(), width * fit.scaleX(), height * fit.scaleY());
        }

        List<Point> points(FloatBuffer numbers, int i) {
            List<Point> points = new ArrayList<>(POINTS / 2);
            for (int p = i; p < i + POINTS; p += 2) {
                points.add(new Point(
                        (x + numbers.get(p)) * stride * fit.scaleX(),
                        (y + numbers.get(p + 1)) * stride * fit.scaleY()));
            }
            return points;
        }
    }
}
