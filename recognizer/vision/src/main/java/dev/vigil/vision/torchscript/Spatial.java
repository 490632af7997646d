package dev.vigil.vision.torchscript;

import dev.vigil.vision.onnx.OnnxNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What windows that move over a picture have in common: sizes, steps, and pads, which ONNX may give unequal on both sides and
 * torch may not.
 *
 * @param axes how many spatial dimensions
 * @param kernel sizes
 * @param strides steps
 * @param dilations steps inside the window
 * @param before pads at the lower end of each axis
 * @param after pads at the upper end
 * @param same as many windows as steps fit, whatever the map's size: {@code SAME_UPPER}, {@code SAME_LOWER}; else empty
 */
record Spatial(
        int axes,
        List<Long> kernel,
        List<Long> strides,
        List<Long> dilations,
        List<Long> before,
        List<Long> after,
        String same) {
    /** As the node's attributes say. */
    static Spatial of(Emission e, List<Long> kernel) {
        OnnxNode node = e.node();
        int axes = kernel.size();
        if (axes < 1 || axes > 3) {
            throw e.unsupported("has " + axes + " spatial dimensions");
        }
        String auto = node.text("auto_pad", "NOTSET");
        boolean same = auto.equals("SAME_UPPER") || auto.equals("SAME_LOWER");
        if (!same && !auto.equals("NOTSET") && !auto.equals("VALID")) {
            throw e.unsupported("has auto_pad " + auto);
        }
        List<Long> ones = Collections.nCopies(axes, 1L);
        List<Long> strides = node.wholes("strides").orElse(ones);
        List<Long> dilations = node.wholes("dilations").orElse(ones);
        List<Long> pads = same || auto.equals("VALID")
                ? Collections.nCopies(2 * axes, 0L)
                : node.wholes("pads").orElse(Collections.nCopies(2 * axes, 0L));
        if (strides.size() != axes || dilations.size() != axes || pads.size() != 2 * axes) {
            throw e.unsupported("has strides, dilations or pads for another number of dimensions");
        }
        return new Spatial(
                axes,
                kernel,
                strides,
                dilations,
                pads.subList(0, axes),
                pads.subList(axes, 2 * axes),
                same ? auto : "");
    }

    /** Whether both ends of each axis have the same pad. */
    boolean even() {
        return same.isEmpty() && before.equals(after);
    }

    /** The input padded with {@code value} where torch can't pad it itself. */
    String padded(Emission e, String input, double value) {
        if (even()) {
            return input;
        }
        if (!same.isEmpty()) {
            return paddedToSame(e, input, value);
        }
        List<Long> pads = new ArrayList<>();
        for (int i = axes - 1; i >= 0; i--) {
            pads.add(before.get(i));
            pads.add(after.get(i));
        }
        return e.let("torch.constant_pad_nd(" + input + ", " + pads + ", " + Text.real(value) + ")");
    }

    /** The pads depend on the map's size, which is known only while running; the odd one is at the end that {@code same} names. */
    private String paddedToSame(Emission e, String input, double value) {
        List<String> pads = new ArrayList<>();
        for (int i = axes - 1; i >= 0; i--) {
            long stride = strides.get(i);
            long reach = dilations.get(i) * (kernel.get(i) - 1) + 1;
            String size = e.let("torch.size(" + input + ", " + (i + 2) + ")");
            String windows = "((" + size + " + " + (stride - 1) + ") // " + stride + ")";
            String whole =
                    e.let("ops.prim.max((" + windows + " - 1) * " + stride + " + " + reach + " - " + size + ", 0)");
            String less = "(" + whole + " // 2)";
            String more = "((" + whole + " + 1) // 2)";
            pads.add(same.equals("SAME_UPPER") ? less : more);
            pads.add(same.equals("SAME_UPPER") ? more : less);
        }
        return e.let("torch.constant_pad_nd(" + input + ", " + pads + ", " + Text.real(value) + ")");
    }

    /** The pads that are left to torch. */
    List<Long> pads() {
        return even() ? before : Collections.nCopies(axes, 0L);
    }
}
