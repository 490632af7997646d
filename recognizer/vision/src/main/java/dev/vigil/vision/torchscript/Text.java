package dev.vigil.vision.torchscript;

import java.util.List;
import java.util.Locale;

/** Literals of TorchScript. */
final class Text {
    private Text() {}

    /** A list of integers. */
    static String list(List<Long> values) {
        return values.isEmpty() ? "annotate(List[int], [])" : values.toString();
    }

    /** A float that reads back as the same number. */
    static String real(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "1.7976931348623157e308" : "-1.7976931348623157e308";
        }
        return Double.toString(value).toLowerCase(Locale.ROOT);
    }

    /** A bool. */
    static String bool(boolean value) {
        return value ? "True" : "False";
    }
}
