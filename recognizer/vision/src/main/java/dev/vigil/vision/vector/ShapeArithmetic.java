package dev.vigil.vision.vector;

import dev.vigil.vision.onnx.OnnxNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/** The integers that a graph computes from shapes: known once the input's shape is. */
final class ShapeArithmetic {
    /** What may also be written of constants alone. */
    static final Set<String> OPERATORS = Set.of("Gather", "Unsqueeze", "Squeeze", "Cast");

    private ShapeArithmetic() {}

    static Value of(OnnxNode node, IntFunction<Value> operand, int batch) {
        Value first = operand.apply(0);
        return switch (node.operator()) {
            case "Shape" -> new Value.Integers(shape(first, batch), false);
            case "Gather" -> gathered(node, integers(node, first), integers(node, operand.apply(1)));
            case "Unsqueeze" -> new Value.Integers(integers(node, first).values(), false);
            case "Squeeze" -> new Value.Integers(integers(node, first).values(), true);
            case "Cast" -> integers(node, first);
            default -> throw Preparation.unknown(node);
        };
    }

    static Value joined(List<Value> parts) {
        List<Long> all = new ArrayList<>();
        parts.forEach(part -> all.addAll(((Value.Integers) part).values()));
        return new Value.Integers(all, false);
    }

    private static List<Long> shape(Value value, int batch) {
        if (value instanceof Value.Plain plain) {
            return plain.shape();
        }
        if (value instanceof Value.Maps maps) {
            Geometry g = maps.map().geometry;
            return maps.flat()
                    ? List.of((long) batch, (long) g.c() * g.h() * g.w())
                    : List.of((long) batch, (long) g.c(), (long) g.h(), (long) g.w());
        }
        return List.of((long) ((Value.Integers) value).values().size());
    }

    private static Value gathered(OnnxNode node, Value.Integers from, Value.Integers indices) {
        if (node.whole("axis", 0) != 0) {
            throw Preparation.unknown(node);
        }
        int size = from.values().size();
        List<Long> taken = indices.values().stream()
                .map(index -> from.values().get(Math.toIntExact(index < 0 ? index + size : index)))
                .toList();
        return new Value.Integers(taken, indices.single());
    }

    private static Value.Integers integers(OnnxNode node, Value value) {
        if (value instanceof Value.Integers integers) {
            return integers;
        }
        throw Preparation.unknown(node);
    }
}
