package dev.vigil.vision.vector;

import dev.vigil.vision.onnx.OnnxNode;
import org.jspecify.annotations.Nullable;

/** One step of a network after fusion. */
sealed interface Layer {
    /**
     * A convolution with all that follows it for each number.
     *
     * @param input name of the value
     * @param filter with scales folded in
     * @param epilogue bias and activation
     * @param residual name of a value that is added before the activation, or null
     * @param output name of the value
     */
    record Convolution(
            String input,
            Filter filter,
            Epilogue epilogue,
            @Nullable String residual,
            String output) implements Layer {}

    /**
     * A depthwise convolution and the 1x1 convolution that alone reads it: done together, so that what lies between never leaves the
     * first cache.
     */
    record Separable(Convolution depthwise, Convolution pointwise) implements Layer {}

    /** Any other node. */
    record Other(OnnxNode node) implements Layer {}
}
