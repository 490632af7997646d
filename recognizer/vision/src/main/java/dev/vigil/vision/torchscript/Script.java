package dev.vigil.vision.torchscript;

import dev.vigil.vision.onnx.OnnxTensor;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A compiled network: one module with its constants and its {@code forward}.
 *
 * @param inputs how many tensors {@code forward} takes, {@code x0}, {@code x1}, …
 * @param outputs how many it gives; several come as a tuple
 * @param body of {@code forward}, indented
 * @param constants the module's tensors, {@code c0}, {@code c1}, …
 */
public record Script(int inputs, int outputs, String body, List<OnnxTensor> constants) {
    /** Copies the list. */
    public Script {
        constants = List.copyOf(constants);
    }

    /** What the module calls its constant. */
    static String constantName(int index) {
        return "c" + index;
    }

    /** The class as TorchScript text, {@code __torch__.Net}. */
    public String text() {
        String names = IntStream.range(0, constants.size())
                .mapToObj(i -> "\"" + constantName(i) + "\", ")
                .collect(Collectors.joining());
        String fields = IntStream.range(0, constants.size())
                .mapToObj(i -> "  " + constantName(i) + " : Tensor\n")
                .collect(Collectors.joining());
        String parameters = IntStream.range(0, inputs)
                .mapToObj(i -> ",\n    x" + i + ": Tensor")
                .collect(Collectors.joining());
        String result = outputs == 1
                ? "Tensor"
                : "Tuple[" + String.join(", ", java.util.Collections.nCopies(outputs, "Tensor")) + "]";
        return "class Net(Module):\n"
                + "  __parameters__ = []\n"
                + "  __buffers__ = [" + names + "]\n"
                + fields
                + "  training : bool\n"
                + "  def forward(self: __torch__.Net" + parameters + ") -> " + result + ":\n"
                + body;
    }
}
