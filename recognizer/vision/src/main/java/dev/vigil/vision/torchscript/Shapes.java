package dev.vigil.vision.torchscript;

import dev.vigil.vision.onnx.ElementType;
import dev.vigil.vision.onnx.OnnxNode;
import dev.vigil.vision.onnx.OnnxTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Shapes: asking for them, changing them, joining along them. */
final class Shapes {
    private Shapes() {}

    static void addTo(Map<String, Operator> all) {
        all.put("Constant", Shapes::constant);
        all.put("Shape", Shapes::shape);
        all.put("Reshape", Shapes::reshape);
        all.put("Flatten", Shapes::flatten);
        all.put("Transpose", Shapes::transpose);
        all.put("Concat", Shapes::concat);
        all.put("Unsqueeze", Shapes::unsqueeze);
        all.put("Squeeze", Shapes::squeeze);
        all.put("Cast", Shapes::cast);
        all.put("Expand", Shapes::expand);
        Resizing.addTo(all);
    }

    private static void constant(Emission e) {
        OnnxTensor tensor = e.node()
                .constant("value")
                .or(() -> e.node().wholes("value_ints").map(OnnxTensor::ofIntegers))
                .or(() -> e.node().reals("value_floats").map(Shapes::floats))
                .orElseGet(() -> single(e));
        e.give(0, new Value.Known(tensor));
    }

    private static OnnxTensor single(Emission e) {
        OnnxNode node = e.node();
        if (node.attributes().containsKey("value_int")) {
            return OnnxTensor.ofIntegers(List.of(node.whole("value_int", 0))).reshaped(List.of());
        }
        if (node.attributes().containsKey("value_float")) {
            return OnnxTensor.ofFloats(List.of(), node.real("value_float", 0));
        }
        throw e.unsupported("holds something else than numbers");
    }

    private static OnnxTensor floats(List<Float> values) {
        float[] plain = new float[values.size()];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = values.get(i);
        }
        return OnnxTensor.ofFloats(List.of((long) plain.length), plain);
    }

    private static void shape(Emission e) {
        if (e.node().whole("start", 0) != 0 || e.node().whole("end", Long.MAX_VALUE) != Long.MAX_VALUE) {
            throw e.unsupported("wants a part of the shape");
        }
        e.give(0, new Value.Sizes(e.let("torch.size(" + e.tensor(0) + ")"), List.of()));
    }

    /** A 0 takes the size over; a leading number equal to the batch that the file was frozen with means the batch. */
    private static void reshape(Emission e) {
        Value.Sizes sizes = e.sizes(1);
        if (sizes.elements().isEmpty()) {
            e.give("torch.reshape(" + e.tensor(0) + ", " + sizes.text() + ")");
            return;
        }
        if (e.node().whole("allowzero", 0) != 0) {
            throw e.unsupported("has allowzero");
        }
        String x = e.tensor(0);
        List<String> target = new ArrayList<>(sizes.elements());
        boolean frozen = e.known(0).isEmpty() && e.known(1).isPresent() && e.declaredBatch() > 0;
        if (frozen && target.size() > 1 && target.get(0).equals(String.valueOf(e.declaredBatch()))) {
            target.set(0, e.batch());
        }
        for (int i = 0; i < target.size(); i++) {
            if (target.get(i).equals("0")) {
                target.set(i, "torch.size(" + x + ", " + i + ")");
            }
        }
        e.give("torch.reshape(" + x + ", " + Value.Sizes.of(target).text() + ")");
    }

    private static void flatten(Emission e) {
        long axis = e.node().whole("axis", 1);
        if (axis == 0) {
            e.give("torch.reshape(" + e.tensor(0) + ", [1, -1])");
            return;
        }
        String tail = "torch.flatten(" + e.tensor(0) + ", " + axis + ", -1)";
        e.give(axis == 1 ? tail : "torch.flatten(" + tail + ", 0, -2)");
    }

    private static void transpose(Emission e) {
        List<Long> order = e.node().wholes("perm").orElseThrow(() -> e.unsupported("has no perm"));
        e.give("torch.permute(" + e.tensor(0) + ", " + Text.list(order) + ")");
    }

    private static void concat(Emission e) {
        List<Integer> inputs =
                IntStream.range(0, e.node().inputs().size()).boxed().toList();
        boolean shapes = inputs.stream().allMatch(i -> isShape(e.value(i)));
        if (!shapes) {
            List<String> parts = inputs.stream().map(e::tensor).toList();
            e.give("torch.cat([" + String.join(", ", parts) + "], " + e.node().whole("axis", 0) + ")");
            return;
        }
        List<Value.Sizes> parts = inputs.stream().map(e::sizes).toList();
        if (parts.stream().noneMatch(part -> part.elements().isEmpty())) {
            e.give(
                    0,
                    Value.Sizes.of(parts.stream()
                            .flatMap(part -> part.elements().stream())
                            .toList()));
            return;
        }
        String sum = String.join(" + ", parts.stream().map(Value.Sizes::text).toList());
        e.give(0, new Value.Sizes(e.let(sum), List.of()));
    }

    private static boolean isShape(Value value) {
        return value instanceof Value.Sizes
                || (value instanceof Value.Known known
                        && known.tensor().type() == ElementType.INT64
                        && known.tensor().shape().size() == 1);
    }

    private static void unsqueeze(Emission e) {
        Value value = e.value(0);
        if (value instanceof Value.Size size) {
            e.give(0, Value.Sizes.of(List.of(size.text())));
            return;
        }
        List<Long> axes = new ArrayList<>(e.integers("axes", 1).orElseThrow(() -> e.unsupported("has no axes")));
        if (value instanceof Value.Known known && known.tensor().shape().isEmpty() && axes.size() == 1) {
            e.give(0, new Value.Known(known.tensor().reshaped(List.of(1L))));
            return;
        }
        Collections.sort(axes);
        if (axes.size() > 1 && axes.get(0) < 0) {
            throw e.unsupported("has several axes, some counted from the end");
        }
        String result = e.tensor(0);
        for (long axis : axes) {
            result = "torch.unsqueeze(" + result + ", " + axis + ")";
        }
        e.give(result);
    }

    private static void squeeze(Emission e) {
        if (e.value(0) instanceof Value.Sizes sizes && sizes.elements().size() == 1) {
            e.give(0, new Value.Size(sizes.elements().get(0)));
            return;
        }
        List<Long> axes = new ArrayList<>(e.integers("axes", 1)
                .orElseThrow(() -> e.unsupported("has no axes, so that a batch of 1 would vanish")));
        axes.sort(Collections.reverseOrder());
        if (axes.size() > 1 && axes.get(axes.size() - 1) < 0) {
            throw e.unsupported("has several axes, some counted from the end");
        }
        String result = e.tensor(0);
        for (long axis : axes) {
            result = "torch.squeeze(" + result + ", " + axis + ")";
        }
        e.give(result);
    }

    private static void cast(Emission e) {
        Value value = e.value(0);
        ElementType to = ElementType.of(e.node().whole("to", 0));
        boolean shape = value instanceof Value.Sizes || value instanceof Value.Size;
        if (shape && (to == ElementType.INT64 || to == ElementType.INT32)) {
            e.give(0, value);
            return;
        }
        e.give("torch.to(" + e.tensor(0) + ", " + TorchType.of(to).code() + ", False, False, None)");
    }

    /** ONNX broadcasts both ways, which a product does and {@code torch.expand} doesn't. */
    private static void expand(Emission e) {
        e.give("torch.mul(" + e.tensor(0) + ", torch.ones(" + e.sizes(1).text()
                + ", dtype=6, layout=None, device=None, pin_memory=None))");
    }
}
