package dev.vigil.vision.torchscript;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Many numbers become one: sums, means, norms, over some axes or all. */
final class Reductions {
    private Reductions() {}

    static void addTo(Map<String, Operator> all) {
        all.put("ReduceMean", e -> reduce(e, "torch.mean", e.tensor(0)));
        all.put("ReduceSum", e -> reduce(e, "torch.sum", e.tensor(0)));
        all.put("ReduceMax", e -> reduce(e, "torch.amax", e.tensor(0)));
        all.put("ReduceMin", e -> reduce(e, "torch.amin", e.tensor(0)));
        all.put("ReduceL1", e -> reduce(e, "torch.sum", "torch.abs(" + e.tensor(0) + ")"));
        all.put("ReduceL2", Reductions::length);
        all.put("ReduceSumSquare", e -> reduce(e, "torch.sum", squared(e)));
        all.put("LpNormalization", Reductions::normalised);
    }

    private static void reduce(Emission e, String function, String of) {
        Optional<List<Long>> axes = axes(e);
        if (axes.isEmpty() && e.node().whole("noop_with_empty_axes", 0) == 1) {
            throw e.unsupported("reduces over no axes at all");
        }
        // An empty list stands for all axes, in torch as here.
        e.give(function + "(" + of + ", " + Text.list(axes.orElse(List.of())) + ", " + keep(e) + ")");
    }

    private static void length(Emission e) {
        List<Long> axes = axes(e).orElse(List.of());
        e.give("torch.sqrt(torch.sum(" + squared(e) + ", " + Text.list(axes) + ", " + keep(e) + "))");
    }

    /** Divided by the length along one axis; a vector of zeros stays one. */
    private static void normalised(Emission e) {
        String x = e.tensor(0);
        String axis = "[" + e.node().whole("axis", -1) + "]";
        String length = e.node().whole("p", 2) == 1
                ? "torch.sum(torch.abs(" + x + "), " + axis + ", True)"
                : "torch.sqrt(torch.sum(torch.mul(" + x + ", " + x + "), " + axis + ", True))";
        e.give("torch.div(" + x + ", torch.clamp_min(" + length + ", 1e-30))");
    }

    private static Optional<List<Long>> axes(Emission e) {
        return e.integers("axes", 1).filter(axes -> !axes.isEmpty());
    }

    private static String squared(Emission e) {
        String x = e.tensor(0);
        return "torch.mul(" + x + ", " + x + ")";
    }

    private static String keep(Emission e) {
        return Text.bool(e.node().whole("keepdims", 1) == 1);
    }
}
