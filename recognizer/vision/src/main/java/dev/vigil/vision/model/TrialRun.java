package dev.vigil.vision.model;

import dev.vigil.runtime.error.UserError;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Runs a network with one picture, with the same one again, and with two, to see that it does what its card says, and that what it
 * gives for a picture depends on that picture alone.
 */
final class TrialRun {
    /** How far numbers of the same picture may lie apart, as part of the largest: sums of another order, no more. */
    private static final float TOLERANCE = 1e-3f;

    private TrialRun() {}

    /**
     * Tries it.
     *
     * @param model in its unfinished folder
     * @param name of the file that the user gave, for messages
     * @throws UserError if it fails, or gives something else than its card says
     */
    static void of(InstalledModel model, String name) {
        try (TorchNetwork network = TorchNetwork.load(
                model, "The file " + name + " is no TorchScript archive that this version of PyTorch can load.")) {
            List<Tensor> first = run(network, model.card(), 1);
            check(model.card(), 1, first);
            same(model.card(), first, run(network, model.card(), 1), "once more");
            List<Tensor> two = run(network, model.card(), 2);
            check(model.card(), 2, two);
            same(model.card(), first, two, "beside another picture");
        }
    }

    private static List<Tensor> run(TorchNetwork network, ModelCard card, int batch) {
        ModelCard.Input input = card.input();
        int floats = batch * input.colour().channels() * input.height() * input.width();
        ByteBuffer buffer = ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < floats; i++) {
            buffer.putFloat((i % 511) / 255.5f - 1);
        }
        try {
            return network.run(buffer, batch, input.colour().channels(), input.height(), input.width());
        } catch (IllegalStateException e) {
            throw new UserError(
                    400,
                    "The network of the model " + card.id() + " fails on " + batch + " picture"
                            + (batch == 1 ? "" : "s") + " of the size and colour that its card says.",
                    e);
        }
    }

    private static void check(ModelCard card, int batch, List<Tensor> outputs) {
        if (outputs.size() != card.output().names().size()) {
            throw new UserError("The network of the model " + card.id() + " gives " + outputs.size()
                    + " outputs where its card names " + card.output().names().size() + ".");
        }
        for (Tensor output : outputs) {
            long[] shape = output.shape();
            if (shape.length == 0 || shape[0] != batch) {
                throw new UserError("The network of the model " + card.id() + " gives " + output + " for a batch of "
                        + batch + ", so it does not keep the batch.");
            }
            finite(card, output.values());
        }
        int dimension = card.output().dimension();
        if (dimension > 0 && outputs.get(0).values().remaining() != batch * dimension) {
            throw new UserError("The network of the model " + card.id() + " gives " + outputs.get(0)
                    + " for a batch of " + batch + " where its card says output.dimension " + dimension + ".");
        }
    }

    /** What each output says of the first picture. */
    private static void same(ModelCard card, List<Tensor> alone, List<Tensor> again, String when) {
        for (int i = 0; i < alone.size(); i++) {
            FloatBuffer a = alone.get(i).values();
            FloatBuffer b = again.get(i).values();
            float largest = 1e-6f;
            float apart = 0;
            while (a.hasRemaining() && b.hasRemaining()) {
                float expected = a.get();
                largest = Math.max(largest, Math.abs(expected));
                apart = Math.max(apart, Math.abs(expected - b.get()));
            }
            if (apart > TOLERANCE * largest) {
                throw new UserError(
                        "The network of the model " + card.id() + " gives other numbers for the same picture " + when
                                + ": export it for inference, without dropout and with the statistics of its training.");
            }
        }
    }

    private static void finite(ModelCard card, FloatBuffer values) {
        while (values.hasRemaining()) {
            if (!Float.isFinite(values.get())) {
                throw new UserError("The network of the model " + card.id() + " gives numbers that are not finite.");
            }
        }
    }
}
