package dev.vigil.vision.torchscript;

import dev.vigil.vision.onnx.OnnxException;
import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxNode;

/** Turns an ONNX graph into TorchScript. Stateless, thread-safe. */
public final class ScriptCompiler {
    /** Grows whenever the same graph would give another archive, so that older ones are compiled anew. */
    public static final int VERSION = 1;

    private final Operators operators;

    /** With these operators. */
    public ScriptCompiler(Operators operators) {
        this.operators = operators;
    }

    /**
     * Compiles a graph whose inputs may have any batch: where the file has frozen the batch into a shape, the input's own takes
     * its place.
     *
     * @throws OnnxException if it uses an operator, or a form of one, that is not supported; names the operator and its node
     */
    public Script compile(OnnxGraph graph) {
        try {
            OnnxGraph needed = GraphCut.atItsOutputs(graph);
            ScriptWriter script = new ScriptWriter(needed);
            needed.nodes().forEach(node -> emit(script, node));
            return script.finish();
        } catch (OnnxException e) {
            throw new OnnxException("The network can't be compiled: " + e.getMessage() + ".", e);
        }
    }

    private void emit(ScriptWriter script, OnnxNode node) {
        Operator operator = operators
                .find(node)
                .orElseThrow(() -> new OnnxException(node.describe() + " is not known to the compiler"));
        try {
            operator.emit(new Emission(script, node));
        } catch (OnnxException e) {
            String said = String.valueOf(e.getMessage());
            throw said.contains(node.describe()) ? e : new OnnxException(said + " (" + node.describe() + ")", e);
        }
    }
}
