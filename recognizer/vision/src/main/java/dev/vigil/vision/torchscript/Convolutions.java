package dev.vigil.vision.torchscript;

import dev.vigil.vision.onnx.OnnxTensor;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Convolutions over 1 to 3 dimensions: grouped, depthwise, dilated. */
final class Convolutions {
    private Convolutions() {}

    static void addTo(Map<String, Operator> all) {
        all.put("Conv", Convolutions::convolution);
        all.put("ConvTranspose", Convolutions::transposed);
    }

    private static void convolution(Emission e) {
        Spatial window = Spatial.of(e, kernel(e));
        String input = window.padded(e, e.tensor(0), 0);
        e.give("torch.conv" + window.axes() + "d(" + input + ", " + e.tensor(1) + ", " + e.tensorOrNone(2) + ", "
                + window.strides() + ", " + window.pads() + ", " + window.dilations() + ", "
                + e.node().whole("group", 1) + ")");
    }

    private static void transposed(Emission e) {
        Spatial window = Spatial.of(e, kernel(e));
        if (!window.even() || e.node().wholes("output_shape").isPresent()) {
            throw e.unsupported("has uneven pads or an output_shape");
        }
        List<Long> more = e.node().wholes("output_padding").orElse(Collections.nCopies(window.axes(), 0L));
        e.give("torch.conv_transpose" + window.axes() + "d(" + e.tensor(0) + ", " + e.tensor(1) + ", "
                + e.tensorOrNone(2) + ", " + window.strides() + ", " + window.pads() + ", " + more + ", "
                + e.node().whole("group", 1) + ", " + window.dilations() + ")");
    }

    private static List<Long> kernel(Emission e) {
        return e.node().wholes("kernel_shape").orElseGet(() -> {
            List<Long> shape = e.known(1)
                    .map(OnnxTensor::shape)
                    .filter(weights -> weights.size() > 2)
                    .orElseThrow(() -> e.unsupported("does not say its kernel's shape"));
            return shape.subList(2, shape.size());
        });
    }
}
