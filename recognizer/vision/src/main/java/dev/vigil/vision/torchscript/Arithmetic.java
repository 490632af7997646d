package dev.vigil.vision.torchscript;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Number by number, broadcast as ONNX and torch both do; shapes are computed as integers. */
final class Arithmetic {
    private Arithmetic() {}

    static void addTo(Map<String, Operator> all) {
        all.put("Add", e -> pair(e, "torch.add", "+"));
        all.put("Sub", e -> pair(e, "torch.sub", "-"));
        all.put("Mul", e -> pair(e, "torch.mul", "*"));
        all.put("Div", e -> pair(e, "torch.div", "//"));
        all.put("Pow", e -> e.give("torch.pow(" + e.tensor(0) + ", " + e.tensor(1) + ")"));
        all.put("Max", e -> fold(e, "torch.maximum"));
        all.put("Min", e -> fold(e, "torch.minimum"));
        all.put("Sum", e -> fold(e, "torch.add"));
        List.of("Exp", "Log", "Sqrt", "Abs", "Neg", "Floor", "Ceil", "Reciprocal", "Erf", "Sin", "Cos")
                .forEach(name -> all.put(name, e -> single(e, name)));
        List.of("Sign", "Round").forEach(name -> all.put(name, e -> single(e, name)));
        Reductions.addTo(all);
    }

    private static void single(Emission e, String name) {
        e.give("torch." + name.toLowerCase(java.util.Locale.ROOT) + "(" + e.tensor(0) + ")");
    }

    private static void pair(Emission e, String function, String sign) {
        Optional<Value> sizes = integers(e, sign);
        if (sizes.isPresent()) {
            e.give(0, sizes.get());
            return;
        }
        e.give(function + "(" + e.tensor(0) + ", " + e.tensor(1) + ")");
    }

    /** Where a shape takes part: the same on integers. */
    private static Optional<Value> integers(Emission e, String sign) {
        Value a = e.value(0);
        Value b = e.value(1);
        boolean shapes = isShape(a) || isShape(b);
        boolean numbers = a instanceof Value.Numbers || b instanceof Value.Numbers;
        if (!shapes || numbers) {
            return Optional.empty();
        }
        List<String> left = elements(e, 0);
        List<String> right = elements(e, 1);
        List<String> result = new ArrayList<>();
        int length = Math.max(left.size(), right.size());
        for (int i = 0; i < length; i++) {
            result.add("(" + left.get(left.size() == 1 ? 0 : i) + " " + sign + " "
                    + right.get(right.size() == 1 ? 0 : i) + ")");
        }
        boolean one = isSingle(a) && isSingle(b);
        return Optional.of(one ? new Value.Size(result.get(0)) : Value.Sizes.of(result));
    }

    private static List<String> elements(Emission e, int input) {
        List<String> elements = e.sizes(input).elements();
        if (elements.isEmpty()) {
            throw e.unsupported("computes with a shape of unknown length");
        }
        return elements;
    }

    private static boolean isShape(Value value) {
        return value instanceof Value.Sizes || value instanceof Value.Size;
    }

    private static boolean isSingle(Value value) {
        return value instanceof Value.Size
                || (value instanceof Value.Known known && known.tensor().shape().isEmpty());
    }

    private static void fold(Emission e, String function) {
        String result = e.tensor(0);
        for (int i = 1; i < e.node().inputs().size(); i++) {
            result = e.let(function + "(" + result + ", " + e.tensor(i) + ")");
        }
        e.give(0, new Value.Numbers(result));
    }
}
