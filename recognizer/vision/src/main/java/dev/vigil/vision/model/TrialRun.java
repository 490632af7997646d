package dev.vigil.vision.model;

import dev.vigil.runtime.error.UserError;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/** Runs a network once with one picture and once with two, to see that it does what its card says. */
final class TrialRun {
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
            for (int batch = 1; batch <= 2; batch++) {
                check(model.card(), batch, run(network, model.card(), batch));
            }
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

    private static void finite(ModelCard card, FloatBuffer values) {
        while (values.hasRemaining()) {
            if (!Float.isFinite(values.get())) {
                throw new UserError("The network of the model " + card.id() + " gives numbers that are not finite.");
            }
        }
    }
}
