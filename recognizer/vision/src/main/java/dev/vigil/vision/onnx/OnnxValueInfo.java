package dev.vigil.vision.onnx;

import java.util.List;

/**
 * An input or output of a graph.
 *
 * @param name of the value
 * @param shape slowest dimension first, -1 for one that is free; empty where the file says nothing
 */
public record OnnxValueInfo(String name, List<Long> shape) {
    /** Copies the shape. */
    public OnnxValueInfo {
        shape = List.copyOf(shape);
    }
}
