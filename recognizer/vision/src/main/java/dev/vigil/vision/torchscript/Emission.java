package dev.vigil.vision.torchscript;

import dev.vigil.vision.onnx.OnnxException;
import dev.vigil.vision.onnx.OnnxNode;
import dev.vigil.vision.onnx.OnnxTensor;
import java.util.List;
import java.util.Optional;

/** One node while it is written: its inputs as expressions, its attributes, and where its outputs go. */
public final class Emission {
    private final ScriptWriter script;
    private final OnnxNode node;

    Emission(ScriptWriter script, OnnxNode node) {
        this.script = script;
        this.node = node;
    }

    /** The node, for its attributes. */
    public OnnxNode node() {
        return node;
    }

    /** The version of ONNX's operators that the graph uses. */
    public long opset() {
        return script.opset();
    }

    /** The batch of the network's input, as an expression of type {@code int}. */
    public String batch() {
        return script.batch();
    }

    /** The batch that the file says its input has; 0 where that is free. */
    public long declaredBatch() {
        return script.declaredBatch();
    }

    /** An input as it is. */
    public Value value(int index) {
        if (!node.hasInput(index)) {
            throw unsupported("lacks its input " + index);
        }
        return script.value(node.inputs().get(index));
    }

    /** An input as an expression of type {@code Tensor}. */
    public String tensor(int index) {
        Value value = value(index);
        if (value instanceof Value.Numbers numbers) {
            return numbers.text();
        }
        if (value instanceof Value.Known known) {
            return script.constant(known.tensor());
        }
        if (value instanceof Value.Sizes sizes) {
            return "torch.tensor(" + sizes.text() + ")";
        }
        return "torch.tensor(" + ((Value.Size) value).text() + ")";
    }

    /** An input as an expression of type {@code Tensor}; {@code None} where it was left out. */
    public String tensorOrNone(int index) {
        return node.hasInput(index) ? tensor(index) : "None";
    }

    /** An input as a list of integers. */
    public Value.Sizes sizes(int index) {
        Value value = value(index);
        if (value instanceof Value.Sizes sizes) {
            return sizes;
        }
        if (value instanceof Value.Known known) {
            return Value.Sizes.of(
                    known.tensor().integers().stream().map(String::valueOf).toList());
        }
        if (value instanceof Value.Size size) {
            return Value.Sizes.of(List.of(size.text()));
        }
        throw unsupported("takes a shape that is computed from numbers");
    }

    /** An input that is known when compiling. */
    public Optional<OnnxTensor> known(int index) {
        return node.hasInput(index) && value(index) instanceof Value.Known known
                ? Optional.of(known.tensor())
                : Optional.empty();
    }

    /** Integers that are an attribute in old versions of the operator and an input in newer ones. */
    public Optional<List<Long>> integers(String attribute, int input) {
        Optional<List<Long>> told = node.wholes(attribute);
        if (told.isPresent() || !node.hasInput(input)) {
            return told;
        }
        return Optional.of(known(input)
                .orElseThrow(() -> unsupported("computes its " + attribute + " while running"))
                .integers());
    }

    /** Adds a constant to the module; an expression of type {@code Tensor}. */
    public String constant(OnnxTensor tensor) {
        return script.constant(tensor);
    }

    /** Computes something once; the expression's new name. */
    public String let(String expression) {
        return script.let(expression);
    }

    /** The first output is this expression of type {@code Tensor}. */
    public void give(String expression) {
        give(0, new Value.Numbers(let(expression)));
    }

    /** An output, where the graph wants it. */
    public void give(int index, Value value) {
        if (index < node.outputs().size() && !node.outputs().get(index).isEmpty()) {
            script.define(node.outputs().get(index), value);
        }
    }

    /** The error that this node can't be compiled, {@code because} it "has …" or "uses …". */
    public OnnxException unsupported(String because) {
        return new OnnxException(node.describe() + " " + because + ", which is not supported");
    }
}
