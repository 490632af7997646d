package dev.vigil.vision.onnx;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One step of a graph.
 *
 * @param name as the file has it, or made from its place where the file has none
 * @param operator as {@code Conv}
 * @param domain empty for ONNX's own operators
 * @param inputs names of values; an empty name stands for an optional input left out
 * @param outputs names of values; an empty name stands for an output that nobody wants
 * @param attributes by name
 */
public record OnnxNode(
        String name,
        String operator,
        String domain,
        List<String> inputs,
        List<String> outputs,
        Map<String, OnnxAttribute> attributes) {
    /** Copies the lists. */
    public OnnxNode {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Map.copyOf(attributes);
    }

    /** Whether it has that input. */
    public boolean hasInput(int index) {
        return index < inputs.size() && !inputs.get(index).isEmpty();
    }

    /** An integer attribute. */
    public long whole(String key, long otherwise) {
        return get(key, OnnxAttribute.Whole.class)
                .map(OnnxAttribute.Whole::value)
                .orElse(otherwise);
    }

    /** A float attribute. */
    public float real(String key, float otherwise) {
        return get(key, OnnxAttribute.Real.class).map(OnnxAttribute.Real::value).orElse(otherwise);
    }

    /** A string attribute. */
    public String text(String key, String otherwise) {
        return get(key, OnnxAttribute.Text.class).map(OnnxAttribute.Text::value).orElse(otherwise);
    }

    /** An attribute of several integers. */
    public Optional<List<Long>> wholes(String key) {
        return get(key, OnnxAttribute.Wholes.class).map(OnnxAttribute.Wholes::values);
    }

    /** An attribute of several floats. */
    public Optional<List<Float>> reals(String key) {
        return get(key, OnnxAttribute.Reals.class).map(OnnxAttribute.Reals::values);
    }

    /** A constant attribute. */
    public Optional<OnnxTensor> constant(String key) {
        return get(key, OnnxAttribute.Constant.class).map(OnnxAttribute.Constant::value);
    }

    /** For messages: the operator and the node's name. */
    public String describe() {
        return "the operator " + Shown.plain(domain.isEmpty() ? operator : domain + "." + operator) + " of the node "
                + Shown.quoted(name);
    }

    private <T extends OnnxAttribute> Optional<T> get(String key, Class<T> kind) {
        OnnxAttribute attribute = attributes.get(key);
        if (attribute == null) {
            return Optional.empty();
        }
        if (!kind.isInstance(attribute)) {
            throw new OnnxException(describe() + " has an attribute \"" + key + "\" of the wrong kind");
        }
        return Optional.of(kind.cast(attribute));
    }
}
