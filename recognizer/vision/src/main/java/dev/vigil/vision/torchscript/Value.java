package dev.vigil.vision.torchscript;

import dev.vigil.vision.onnx.OnnxTensor;
import java.util.List;

/** What a value of the graph is in the emitted text. ONNX has tensors only; TorchScript keeps shapes as lists of integers. */
public sealed interface Value {
    /**
     * A tensor.
     *
     * @param text an expression of type {@code Tensor}
     */
    record Numbers(String text) implements Value {}

    /**
     * A list of integers, as a shape.
     *
     * @param text an expression of type {@code List[int]}
     * @param elements an expression for each element where their number is known; else empty
     */
    record Sizes(String text, List<String> elements) implements Value {
        /** Copies the list. */
        public Sizes {
            elements = List.copyOf(elements);
        }

        /** Of known length. */
        static Sizes of(List<String> elements) {
            String list = "[" + String.join(", ", elements) + "]";
            return new Sizes(elements.isEmpty() ? "annotate(List[int], [])" : list, elements);
        }
    }

    /**
     * One integer.
     *
     * @param text an expression of type {@code int}
     */
    record Size(String text) implements Value {}

    /**
     * Known when compiling; becomes a tensor of the module only where a tensor is wanted.
     *
     * @param tensor the numbers
     */
    record Known(OnnxTensor tensor) implements Value {}
}
