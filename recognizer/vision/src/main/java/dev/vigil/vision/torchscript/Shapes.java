package dev.vigil.vision.torchscript;

import dev.vigil.vision.onnx.ElementType;
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
        all.put("Pad", Shapes::pad);
        all.put("Resize", Shapes::resize);
    }

    private static void constant(Emission e) {
        OnnxTensor tensor =
                e.node().constant("value").orElseThrow(() -> e.unsupported("holds something else than a tensor"));
        e.give(0, new Value.Known(tensor));
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

    private static void pad(Emission e) {
        if (!e.node().text("mode", "constant").equals("constant") || e.node().hasInput(3)) {
            throw e.unsupported("does not pad all axes with a constant");
        }
        List<Long> pads = e.integers("pads", 1).orElseThrow(() -> e.unsupported("has no pads"));
        float value = e.opset() < 11
                ? e.node().real("value", 0)
                : e.known(2).map(OnnxTensor::real).orElse(0f);
        if (e.opset() >= 11 && e.node().hasInput(2) && e.known(2).isEmpty()) {
            throw e.unsupported("computes its value while running");
        }
        List<Long> order = new ArrayList<>();
        int axes = pads.size() / 2;
        for (int i = axes - 1; i >= 0; i--) {
            order.add(pads.get(i));
            order.add(pads.get(axes + i));
        }
        e.give("torch.constant_pad_nd(" + e.tensor(0) + ", " + Text.list(order) + ", " + Text.real(value) + ")");
    }

    /** Nearest neighbours by a whole factor, where the ways of rounding all agree. */
    private static void resize(Emission e) {
        List<Float> scales = e.known(2).map(OnnxTensor::floats).orElse(List.of());
        boolean whole = scales.size() == 4
                && scales.get(0) == 1
                && scales.get(1) == 1
                && scales.stream().allMatch(s -> s >= 1 && s == Math.rint(s));
        if (!e.node().text("mode", "nearest").equals("nearest") || !whole) {
            throw e.unsupported("does not enlarge by a whole factor to the nearest neighbour");
        }
        String rounding = e.node().text("coordinate_transformation_mode", "half_pixel") + "/"
                + e.node().text("nearest_mode", "round_prefer_floor");
        if (!rounding.equals("asymmetric/floor") && !rounding.startsWith("half_pixel/round_prefer")) {
            throw e.unsupported("rounds as " + rounding);
        }
        e.give("torch.upsample_nearest2d(" + e.tensor(0) + ", None, [" + Text.real(scales.get(2)) + ", "
                + Text.real(scales.get(3)) + "])");
    }
}
