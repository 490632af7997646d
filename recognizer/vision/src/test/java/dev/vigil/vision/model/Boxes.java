package dev.vigil.vision.model;

import java.nio.FloatBuffer;

/** Boxes from a detector's regressions, to the letter of {@link ModelCard.Priors}. */
final class Boxes {
    private Boxes() {}

    /** How many priors an input of that size has. */
    static int count(ModelCard card, int width, int height) {
        ModelCard.Priors priors = card.priors();
        int count = 0;
        for (int i = 0; i < priors.strides().size(); i++) {
            count += cells(height, priors.strides().get(i))
                    * cells(width, priors.strides().get(i))
                    * priors.sides().get(i).size();
        }
        return count;
    }

    /** Left, top, right, bottom of each box, as fractions. */
    static FloatBuffer decode(ModelCard card, FloatBuffer regressions, int width, int height) {
        ModelCard.Priors priors = card.priors();
        FloatBuffer boxes = FloatBuffer.allocate(4 * count(card, width, height));
        for (int i = 0; i < priors.strides().size(); i++) {
            int stride = priors.strides().get(i);
            int rows = cells(height, stride);
            int columns = cells(width, stride);
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    for (int side : priors.sides().get(i)) {
                        box(
                                priors,
                                regressions,
                                clamp((column + .5f) / columns),
                                clamp((row + .5f) / rows),
                                clamp((float) side / width),
                                clamp((float) side / height),
                                boxes);
                    }
                }
            }
        }
        return boxes.flip();
    }

    private static void box(
            ModelCard.Priors priors, FloatBuffer in, float cx, float cy, float w, float h, FloatBuffer out) {
        double x = cx + in.get(out.position()) * priors.centreVariance() * w;
        double y = cy + in.get(out.position() + 1) * priors.centreVariance() * h;
        double halfW = w * Math.exp(in.get(out.position() + 2) * priors.sizeVariance()) / 2;
        double halfH = h * Math.exp(in.get(out.position() + 3) * priors.sizeVariance()) / 2;
        out.put((float) (x - halfW))
                .put((float) (y - halfH))
                .put((float) (x + halfW))
                .put((float) (y + halfH));
    }

    private static float clamp(float fraction) {
        return Math.max(0, Math.min(1, fraction));
    }

    private static int cells(int pixels, int stride) {
        return (pixels + stride - 1) / stride;
    }
}
