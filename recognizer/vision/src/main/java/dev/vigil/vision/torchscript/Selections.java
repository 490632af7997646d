package dev.vigil.vision.torchscript;

import dev.vigil.vision.onnx.OnnxTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Parts of tensors and of shapes. */
final class Selections {
    private Selections() {}

    static void addTo(Map<String, Operator> all) {
        all.put("Slice", Selections::slice);
        all.put("Gather", Selections::gather);
        all.put("Split", Selections::split);
    }

    private static void slice(Emission e) {
        List<Long> starts = e.integers("starts", 1).orElseThrow(() -> e.unsupported("has no starts"));
        List<Long> ends = e.integers("ends", 2).orElseThrow(() -> e.unsupported("has no ends"));
        List<Long> axes = e.integers("axes", 3)
                .orElseGet(() -> LongStream.range(0, starts.size()).boxed().toList());
        List<Long> steps = e.opset() < 10 || !e.node().hasInput(4)
                ? Collections.nCopies(starts.size(), 1L)
                : e.integers("steps", 4).orElseThrow();
        if (ends.size() != starts.size() || axes.size() != starts.size() || steps.size() != starts.size()) {
            throw e.unsupported("has starts, ends, axes and steps of different lengths");
        }
        if (steps.stream().anyMatch(step -> step < 1)) {
            throw e.unsupported("goes backwards");
        }
        if (e.value(0) instanceof Value.Sizes sizes) {
            sliceOfShape(e, sizes, starts, ends, steps);
            return;
        }
        String result = e.tensor(0);
        for (int i = 0; i < starts.size(); i++) {
            result = "torch.slice(" + result + ", " + axes.get(i) + ", " + Math.max(starts.get(i), -Long.MAX_VALUE)
                    + ", " + Math.max(ends.get(i), -Long.MAX_VALUE) + ", " + steps.get(i) + ")";
        }
        e.give(result);
    }

    private static void sliceOfShape(
            Emission e, Value.Sizes sizes, List<Long> starts, List<Long> ends, List<Long> steps) {
        if (starts.size() != 1 || steps.get(0) != 1) {
            throw e.unsupported("takes a shape apart with steps");
        }
        e.give(
                0,
                new Value.Sizes(e.let("(" + sizes.text() + ")[" + starts.get(0) + ":" + ends.get(0) + "]"), List.of()));
    }

    private static void gather(Emission e) {
        OnnxTensor indices = e.known(1).orElseThrow(() -> e.unsupported("computes its indices while running"));
        List<Long> wanted = indices.integers();
        boolean single = indices.shape().isEmpty();
        if (e.value(0) instanceof Value.Sizes sizes) {
            List<String> elements = wanted.stream()
                    .map(i -> e.let("(" + sizes.text() + ")[" + i + "]"))
                    .toList();
            e.give(0, single ? new Value.Size(elements.get(0)) : Value.Sizes.of(elements));
            return;
        }
        long axis = e.node().whole("axis", 0);
        if (single) {
            e.give("torch.select(" + e.tensor(0) + ", " + axis + ", " + wanted.get(0) + ")");
            return;
        }
        if (indices.shape().size() != 1 || wanted.stream().anyMatch(i -> i < 0)) {
            throw e.unsupported("has indices of several dimensions, or counted from the end");
        }
        e.give("torch.index_select(" + e.tensor(0) + ", " + axis + ", " + e.constant(OnnxTensor.ofIntegers(wanted))
                + ")");
    }

    private static void split(Emission e) {
        int parts = e.node().outputs().size();
        long axis = e.node().whole("axis", 0);
        String list = e.integers("split", 1)
                .map(sizes ->
                        e.let("torch.split_with_sizes(" + e.tensor(0) + ", " + Text.list(sizes) + ", " + axis + ")"))
                .orElseGet(() -> e.let("torch.chunk(" + e.tensor(0) + ", " + parts + ", " + axis + ")"));
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            values.add(new Value.Numbers(e.let("(" + list + ")[" + i + "]")));
        }
        for (int i = 0; i < parts; i++) {
            e.give(i, values.get(i));
        }
    }
}
