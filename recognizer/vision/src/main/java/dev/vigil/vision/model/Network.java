package dev.vigil.vision.model;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A loaded network. Threads may share it: each call has its own native memory, which is gone when the call returns. The
 * network's weights live in native memory until {@link #close()}.
 */
public interface Network extends AutoCloseable {
    /**
     * Runs the network forward. The batch {@code n} may be any positive number.
     *
     * @param input a direct buffer in native byte order holding {@code float32[n, c, h, w]} from index 0 on; its position and limit
     *     are neither read nor changed; it is read during the call and not kept, so the caller may fill it anew afterwards
     * @param n pictures in the batch
     * @param c channels
     * @param h rows
     * @param w columns
     * @return the outputs in the order of {@link ModelCard.Output#names()}, as copies on the heap
     * @throws IllegalArgumentException if the buffer is not direct, in another byte order, or too small
     * @throws IllegalStateException if the network is closed, or fails on this input
     */
    List<Tensor> run(ByteBuffer input, int n, int c, int h, int w);

    /** Frees the weights. Calls that are under way end first; later calls fail. Closing twice does nothing. */
    @Override
    void close();
}
