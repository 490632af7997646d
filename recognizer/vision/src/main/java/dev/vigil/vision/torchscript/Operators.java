package dev.vigil.vision.torchscript;

import dev.vigil.vision.onnx.OnnxNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The operators that the compiler knows, by name. Immutable: {@link #with} gives a larger registry, so that a packed or fused
 * form of an operator replaces the plain one, and a fused operator of its own (under a domain) joins, without touching these.
 */
public final class Operators {
    private final Map<String, Operator> byName;

    private Operators(Map<String, Operator> byName) {
        this.byName = byName;
    }

    /** Each in plain {@code aten} form, which every version of libtorch runs. */
    public static Operators plain() {
        Map<String, Operator> all = new LinkedHashMap<>();
        Convolutions.addTo(all);
        Poolings.addTo(all);
        Activations.addTo(all);
        Arithmetic.addTo(all);
        Products.addTo(all);
        Shapes.addTo(all);
        Selections.addTo(all);
        return new Operators(all);
    }

    /**
     * These and one more, or one in another form.
     *
     * @param name of the operator; {@code domain.Name} where it is none of ONNX's own
     */
    public Operators with(String name, Operator operator) {
        Map<String, Operator> all = new LinkedHashMap<>(byName);
        all.put(name, operator);
        return new Operators(all);
    }

    /** The one that writes this node. */
    Optional<Operator> find(OnnxNode node) {
        String name = node.domain().isEmpty() ? node.operator() : node.domain() + "." + node.operator();
        return Optional.ofNullable(byName.get(name));
    }

    /** Their names. */
    public Set<String> names() {
        return Set.copyOf(byName.keySet());
    }
}
