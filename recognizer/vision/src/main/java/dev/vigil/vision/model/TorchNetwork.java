package dev.vigil.vision.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A network in libtorch, through DJL. Thread-safe; each call has a scope of native memory of its own, closed before it returns,
 * and runs on the caller's thread alone.
 */
public final class TorchNetwork implements Network {
    private final String id;
    private final Model model;
    private final PtSymbolBlock block;
    /** Callers share the read lock; closing waits for them. */
    private final ReadWriteLock inUse = new ReentrantReadWriteLock();

    private boolean closed;

    private TorchNetwork(String id, Model model) {
        this.id = id;
        this.model = model;
        this.block = (PtSymbolBlock) model.getBlock();
    }

    /**
     * Loads a model's weights; the caller closes it.
     *
     * @throws UserError if libtorch can't be loaded here, or can't read the weights
     */
    public static TorchNetwork load(InstalledModel model) {
        return load(
                model,
                "The weights of the model " + model.id() + " in " + model.weights() + " can't be loaded"
                        + ModelStore.mend(model.id()));
    }

    /** As above, with the sentence for weights that libtorch can't read. */
    static TorchNetwork load(InstalledModel model, String unreadable) {
        TorchEngine.start();
        Model loaded = Model.newInstance(model.id(), Device.cpu(), TorchEngine.NAME);
        try {
            loaded.load(model.folder(), String.valueOf(model.weights().getFileName()));
            return new TorchNetwork(model.id(), loaded);
        } catch (IOException | MalformedModelException | EngineException e) {
            loaded.close();
            throw new UserError(400, unreadable, e);
        }
    }

    @Override
    public List<Tensor> run(ByteBuffer input, int n, int c, int h, int w) {
        Shape shape = new Shape(n, c, h, w);
        ByteBuffer bytes = checked(input, shape);
        inUse.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("The network " + id + " is closed.");
            }
            TorchEngine.oneThreadHere();
            return forward(bytes, shape);
        } catch (EngineException e) {
            throw new IllegalStateException("The network " + id + " failed on an input of shape " + shape + ".", e);
        } finally {
            inUse.readLock().unlock();
        }
    }

    private List<Tensor> forward(ByteBuffer bytes, Shape shape) {
        try (NDManager request = model.getNDManager().newSubManager()) {
            NDList outputs =
                    IValueUtils.forward(block, new NDList(request.create(bytes, shape, DataType.FLOAT32)), false);
            List<Tensor> tensors = new ArrayList<>(outputs.size());
            for (NDArray output : outputs) {
                NDArray floats = output.toType(DataType.FLOAT32, false);
                tensors.add(new Tensor(output.getShape().getShape(), floats.toFloatArray()));
            }
            return tensors;
        }
    }

    /** The part that is read, without touching the caller's position. */
    private static ByteBuffer checked(ByteBuffer input, Shape shape) {
        if (!input.isDirect() || input.order() != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException("A network's input is a direct buffer in native byte order.");
        }
        long bytes = 4;
        for (long size : shape.getShape()) {
            if (size < 1) {
                throw new IllegalArgumentException("A network's input has no empty dimension, unlike " + shape + ".");
            }
            bytes = Math.multiplyExact(bytes, size);
        }
        if (bytes > input.capacity()) {
            throw new IllegalArgumentException("A buffer of " + input.capacity() + " bytes does not hold " + shape
                    + " floats, which are " + bytes + " bytes.");
        }
        ByteBuffer view = input.duplicate().order(ByteOrder.nativeOrder()).clear();
        return view.limit((int) bytes);
    }

    @Override
    public void close() {
        inUse.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                model.close();
            }
        } finally {
            inUse.writeLock().unlock();
        }
    }
}
