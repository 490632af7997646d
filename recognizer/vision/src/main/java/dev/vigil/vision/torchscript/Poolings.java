package dev.vigil.vision.torchscript;

import java.util.List;
import java.util.Map;

/** Largest and mean values of windows, or of whole maps. */
final class Poolings {
    private Poolings() {}

    static void addTo(Map<String, Operator> all) {
        all.put("MaxPool", Poolings::largest);
        all.put("AveragePool", Poolings::mean);
        all.put("GlobalAveragePool", e -> e.give("torch.adaptive_avg_pool2d(" + e.tensor(0) + ", [1, 1])"));
        all.put("GlobalMaxPool", e -> e.give("torch.amax(" + e.tensor(0) + ", [2, 3], True)"));
    }

    private static void largest(Emission e) {
        Spatial window = Spatial.of(e, kernel(e));
        String input = window.padded(e, e.tensor(0), Double.NEGATIVE_INFINITY);
        e.give("torch.max_pool" + window.axes() + "d(" + input + ", " + window.kernel() + ", " + window.strides() + ", "
                + window.pads() + ", " + window.dilations() + ", " + ceiling(e) + ")");
    }

    private static void mean(Emission e) {
        Spatial window = Spatial.of(e, kernel(e));
        boolean countPads = e.node().whole("count_include_pad", 0) == 1;
        if (!window.even() && !countPads) {
            throw e.unsupported("has uneven pads that do not count");
        }
        if (window.dilations().stream().anyMatch(d -> d != 1)) {
            throw e.unsupported("has dilations");
        }
        String input = window.padded(e, e.tensor(0), 0);
        String divisor = window.axes() == 1 ? "" : ", None";
        e.give("torch.avg_pool" + window.axes() + "d(" + input + ", " + window.kernel() + ", " + window.strides() + ", "
                + window.pads() + ", " + ceiling(e) + ", " + Text.bool(countPads) + divisor + ")");
    }

    private static List<Long> kernel(Emission e) {
        return e.node().wholes("kernel_shape").orElseThrow(() -> e.unsupported("has no kernel_shape"));
    }

    private static String ceiling(Emission e) {
        return Text.bool(e.node().whole("ceil_mode", 0) == 1);
    }
}
