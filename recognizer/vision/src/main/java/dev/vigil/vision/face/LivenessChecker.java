package dev.vigil.vision.face;

import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.picture.NetworkInput;
import dev.vigil.vision.picture.Picture;
import dev.vigil.vision.picture.Region;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Says how probable it is that a face is there and no picture of one, of a single picture each (presentation attack detection, ISO/IEC
 * 30107-3): what its network has learnt, no more; see the card for how much that is. Its buffers are used again for each call. For one
 * thread at a time; close it before its {@link LivenessNetwork}.
 */
public final class LivenessChecker implements AutoCloseable {
    private static final int MAX_BATCH = 8;

    private final FaceModels.Model model;
    private final ModelCard.Liveness card;
    private final NetworkInput input;

    LivenessChecker(FaceModels.Model model) {
        this.model = model;
        card = Objects.requireNonNull(model.card().liveness());
        ModelCard.Input wanted = model.card().input();
        input = new NetworkInput(wanted, wanted.width(), wanted.height(), MAX_BATCH);
    }

    /**
     * For each box the probability that its face is there, in [0, 1], in the same order.
     *
     * @param boxes of faces, in pixels of the picture
     * @throws IllegalStateException if the network gives numbers that are not finite
     */
    public List<Float> check(Picture picture, List<Box> boxes) {
        List<Float> live = new ArrayList<>(boxes.size());
        for (int from = 0; from < boxes.size(); from += MAX_BATCH) {
            List<Box> some = boxes.subList(from, Math.min(from + MAX_BATCH, boxes.size()));
            for (int i = 0; i < some.size(); i++) {
                Box part = context(some.get(i), card.context(), picture.width(), picture.height());
                input.stretch(picture, Region.inside(part, picture.width(), picture.height()), i);
            }
            read(some.size(), live);
        }
        return List.copyOf(live);
    }

    private void read(int count, List<Float> live) {
        ModelCard.Input wanted = model.card().input();
        FloatBuffer numbers = model.network()
                .run(input.bytes(), count, wanted.colour().channels(), wanted.height(), wanted.width())
                .get(0)
                .values();
        int classes = numbers.remaining() / count;
        for (int i = 0; i < count; i++) {
            float[] row = new float[classes];
            numbers.get(row);
            float probability = card.probabilities() ? row[card.live()] : softmax(row, card.live());
            if (!Float.isFinite(probability)) {
                throw new IllegalStateException(
                        "The network " + model.card().id() + " gives numbers that are not finite.");
            }
            live.add(Math.min(1, Math.max(0, probability)));
        }
    }

    private static float softmax(float[] row, int index) {
        double sum = 0;
        for (float number : row) {
            sum += Math.exp(number - row[index]);
        }
        return (float) (1 / sum);
    }

    /**
     * The box grown about its centre, as large as the picture allows, and moved inside it: as the networks of this kind were trained
     * (Silent-Face-Anti-Spoofing, minivision-ai, {@code generate_patches.py}).
     *
     * @param times of the box's width and height
     */
    static Box context(Box box, float times, int pictureWidth, int pictureHeight) {
        float factor = Math.min(
                times,
                Math.min(
                        (pictureWidth - 1) / Math.max(1, box.width()),
                        (pictureHeight - 1) / Math.max(1, box.height())));
        float width = box.width() * factor;
        float height = box.height() * factor;
        float x = box.x() + box.width() / 2 - width / 2;
        float y = box.y() + box.height() / 2 - height / 2;
        return new Box(
                Math.max(0, Math.min(x, pictureWidth - 1 - width)),
                Math.max(0, Math.min(y, pictureHeight - 1 - height)),
                width,
                height);
    }

    /** Frees the buffers; closing twice does nothing. */
    @Override
    public void close() {
        input.close();
    }
}
