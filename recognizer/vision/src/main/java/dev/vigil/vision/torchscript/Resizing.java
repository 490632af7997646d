package dev.vigil.vision.torchscript;

import dev.vigil.vision.onnx.OnnxTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Maps become larger or smaller: pads, pixels between pixels, channels that become pixels. */
final class Resizing {
    private Resizing() {}

    static void addTo(Map<String, Operator> all) {
        all.put("Pad", Resizing::pad);
        all.put("Resize", e -> resize(e, 2));
        all.put("Upsample", e -> resize(e, 1));
        all.put("DepthToSpace", Resizing::pixels);
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

    /** Nearest neighbours by a whole factor, where the ways of rounding all agree; or linear between the pixels. */
    private static void resize(Emission e, int input) {
        boolean old = e.node().operator().equals("Upsample");
        List<Float> scales = e.known(input)
                .map(OnnxTensor::floats)
                .or(() -> e.node().reals("scales"))
                .orElse(List.of());
        boolean planar = scales.size() == 4 && scales.get(0) == 1 && scales.get(1) == 1;
        String mode = e.node().text("mode", "nearest");
        if (!planar) {
            throw e.unsupported("does not scale rows and columns alone, by factors that are known");
        }
        String factors = "[" + Text.real(scales.get(2)) + ", " + Text.real(scales.get(3)) + "]";
        String coordinates = e.node().text("coordinate_transformation_mode", old ? "asymmetric" : "half_pixel");
        if (mode.equals("linear") && !old) {
            linear(e, coordinates, factors);
            return;
        }
        boolean whole = scales.stream().allMatch(s -> s >= 1 && s == Math.rint(s));
        if (!mode.equals("nearest") || !whole) {
            throw e.unsupported("does not enlarge by a whole factor to the nearest neighbour");
        }
        String rounding = coordinates + "/" + e.node().text("nearest_mode", old ? "floor" : "round_prefer_floor");
        if (!rounding.equals("asymmetric/floor") && !rounding.startsWith("half_pixel/round_prefer")) {
            throw e.unsupported("rounds as " + rounding);
        }
        e.give("torch.upsample_nearest2d(" + e.tensor(0) + ", None, " + factors + ")");
    }

    private static void linear(Emission e, String coordinates, String factors) {
        boolean corners = coordinates.equals("align_corners");
        if (!corners && !coordinates.equals("half_pixel") && !coordinates.equals("pytorch_half_pixel")) {
            throw e.unsupported("has coordinate_transformation_mode " + coordinates);
        }
        if (e.node().whole("antialias", 0) != 0) {
            throw e.unsupported("has antialias");
        }
        e.give("torch.upsample_bilinear2d(" + e.tensor(0) + ", None, " + Text.bool(corners) + ", " + factors + ")");
    }

    /** As PyTorch's pixel shuffle: the way named CRD. */
    private static void pixels(Emission e) {
        if (!e.node().text("mode", "DCR").equals("CRD")) {
            throw e.unsupported("has mode DCR");
        }
        e.give("torch.pixel_shuffle(" + e.tensor(0) + ", " + e.node().whole("blocksize", 1) + ")");
    }
}
