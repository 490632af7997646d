package dev.vigil.vision.engine;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.model.Catalogue;
import dev.vigil.vision.model.InstalledModel;
import dev.vigil.vision.model.ModelCard;
import dev.vigil.vision.model.Network;
import dev.vigil.vision.model.TorchNetwork;
import dev.vigil.vision.onnx.OnnxException;
import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxReader;
import dev.vigil.vision.torchscript.GraphCut;
import dev.vigil.vision.vector.VectorNetwork;
import dev.vigil.vision.vector.Vectors;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads networks for the engine that is wanted, or the faster one. */
public final class Engines {
    private static final Logger LOG = LoggerFactory.getLogger(Engines.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    /** With narrower vectors PyTorch, which has its own loops for every CPU, is the faster one. */
    private static final int LEAST_BITS = 256;

    private Engines() {}

    /** A network on vectors, or why there is none. */
    private sealed interface OnVectors {
        record Made(VectorNetwork network) implements OnVectors {}

        record Not(String reason) implements OnVectors {}
    }

    /**
     * Loads a model as {@code VIGIL_ENGINE} says; the caller closes it.
     *
     * @throws UserError if it can't be loaded
     */
    public static Network load(InstalledModel model) {
        return load(model, EngineChoice.of(System.getenv()));
    }

    /**
     * Loads a model for an engine; the caller closes it. With {@link EngineChoice#AUTO} PyTorch works from the first call on; both
     * are tried out beside it, and the faster one takes over, as one line of the log says.
     *
     * @throws UserError if it can't be loaded, or not for that engine
     */
    public static Network load(InstalledModel model, EngineChoice choice) {
        return switch (choice) {
            case PLAIN -> TorchNetwork.load(model);
            case VECTOR -> demanded(model);
            case AUTO -> either(model);
        };
    }

    private static Network demanded(InstalledModel model) {
        OnVectors made = onVectors(model);
        if (made instanceof OnVectors.Made of) {
            return of.network();
        }
        throw new UserError("The model " + model.id() + " can't run on the CPU's vectors, as " + EngineChoice.VARIABLE
                + " demands: " + ((OnVectors.Not) made).reason() + ".");
    }

    private static Network either(InstalledModel model) {
        TorchNetwork plain = TorchNetwork.load(model);
        try {
            OnVectors made = Vectors.preferredBits() < LEAST_BITS ? new OnVectors.Not(narrow()) : onVectors(model);
            if (made instanceof OnVectors.Made of) {
                FasterNetwork faster = new FasterNetwork(model.card(), plain, of.network(), Engines::time);
                Trials.later(faster);
                return faster;
            }
            LOG.info("The network {} runs on PyTorch: {}.", model.id(), ((OnVectors.Not) made).reason());
            return plain;
        } catch (RuntimeException | Error e) {
            plain.close();
            throw e;
        }
    }

    /** This thread's own time in ns, so that a busy machine does not decide. */
    private static long time() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    private static String narrow() {
        return Vectors.present()
                ? "this CPU's vectors have " + Vectors.preferredBits() + " bits"
                : "Java was started without --add-modules " + Vectors.MODULE;
    }

    private static OnVectors onVectors(InstalledModel model) {
        if (!Vectors.present()) {
            return new OnVectors.Not(narrow());
        }
        Optional<Path> file = model.graph();
        if (file.isEmpty()) {
            return new OnVectors.Not("its folder does not have the ONNX file that it was compiled from");
        }
        try {
            ModelCard.Input input = model.card().input();
            return new OnVectors.Made(VectorNetwork.of(
                    model.id(), graph(model, file.get()), input.colour().channels(), input.height(), input.width()));
        } catch (OnnxException e) {
            return new OnVectors.Not(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The part of a model's graph that gives what its card says; empty where its folder does not have the ONNX file.
     *
     * @throws OnnxException if the file can't be read
     */
    public static Optional<OnnxGraph> graph(InstalledModel model) {
        return model.graph().map(file -> graph(model, file));
    }

    private static OnnxGraph graph(InstalledModel model, Path file) {
        OnnxGraph whole = OnnxReader.read(file);
        List<String> outputs = Catalogue.find(model.id())
                .map(Catalogue.Entry::inGraph)
                .orElse(model.card().output().names());
        return outputs.isEmpty() ? GraphCut.atItsOutputs(whole) : GraphCut.at(whole, outputs);
    }
}
