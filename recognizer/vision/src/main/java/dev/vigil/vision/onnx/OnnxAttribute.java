package dev.vigil.vision.onnx;

import java.util.List;

/** What a node is told besides its inputs. */
public sealed interface OnnxAttribute {
    /** One integer. */
    record Whole(long value) implements OnnxAttribute {}

    /** One float. */
    record Real(float value) implements OnnxAttribute {}

    /** A string. */
    record Text(String value) implements OnnxAttribute {}

    /** A constant. */
    record Constant(OnnxTensor value) implements OnnxAttribute {}

    /** Several integers. */
    record Wholes(List<Long> values) implements OnnxAttribute {}

    /** Several floats. */
    record Reals(List<Float> values) implements OnnxAttribute {}

    /**
     * Anything else, as a graph inside the graph.
     *
     * @param kind the number that ONNX gives it
     */
    record Other(long kind) implements OnnxAttribute {}
}
