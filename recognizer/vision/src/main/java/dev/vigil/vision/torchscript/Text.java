package dev.vigil.vision.torchscript;

import dev.vigil.vision.onnx.OnnxException;
import java.util.List;
import java.util.Locale;

/** Literals of TorchScript. */
final class Text {
    private Text() {}

    /** A list of integers. */
    static String list(List<Long> values) {
        return values.isEmpty() ? "annotate(List[int], [])" : values.toString();
    }

    /** A float that reads back as the same number; the largest there is for an infinite one, which has no literal. */
    static String real(double value) {
        if (Double.isNaN(value)) {
            throw new OnnxException("it has an attribute that is not a number");
        }
        double finite = Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, value));
        return Double.toString(finite).toLowerCase(Locale.ROOT);
    }

    /** A bool. */
    static String bool(boolean value) {
        return value ? "True" : "False";
    }
}
