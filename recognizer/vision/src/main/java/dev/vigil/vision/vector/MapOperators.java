package dev.vigil.vision.vector;

import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxNode;
import dev.vigil.vision.onnx.OnnxTensor;
import java.util.List;

/** What makes maps smaller or larger without weights, a pixel's channels at a time. */
final class MapOperators {
    private MapOperators() {}

    /**
     * How a window without a border moves over a map.
     *
     * @param rows of the window
     * @param columns of the window
     * @param strideY rows from one window to the next
     * @param strideX columns from one window to the next
     */
    record Pool(int rows, int columns, int strideY, int strideX) {
        /** As the node says; an {@link dev.vigil.vision.onnx.OnnxException} where it has a border or gaps. */
        static Pool of(OnnxNode node) {
            List<Long> kernel = node.wholes("kernel_shape").orElse(List.of());
            List<Long> strides = node.wholes("strides").orElse(List.of(1L, 1L));
            boolean plain = kernel.size() == 2
                    && strides.size() == 2
                    && node.outputs().size() == 1
                    && node.text("auto_pad", "NOTSET").equals("NOTSET")
                    && node.whole("ceil_mode", 0) == 0
                    && same(node, "pads", 0)
                    && same(node, "dilations", 1);
            if (!plain) {
                throw Preparation.unknown(node);
            }
            return new Pool(whole(kernel.get(0)), whole(kernel.get(1)), whole(strides.get(0)), whole(strides.get(1)));
        }

        private static boolean same(OnnxNode node, String attribute, long value) {
            return node.wholes(attribute).orElse(List.of()).stream().allMatch(each -> each == value);
        }

        private static int whole(long size) {
            return Math.toIntExact(size);
        }

        int rows(int height) {
            return (height - rows) / strideY + 1;
        }

        int columns(int width) {
            return (width - columns) / strideX + 1;
        }
    }

    /** The largest number of each window, for each channel; no number where one of them is none. */
    static Runnable largest(Pool pool, FeatureMap in, FeatureMap out) {
        Geometry from = in.geometry;
        Geometry to = out.geometry;
        return () -> {
            for (int n = 0; n < to.n(); n++) {
                for (int y = 0; y < to.h(); y++) {
                    for (int x = 0; x < to.w(); x++) {
                        int at = from.at(n, y * pool.strideY, x * pool.strideX);
                        largest(pool, in, at, out.data, to.at(n, y, x));
                    }
                }
            }
        };
    }

    private static void largest(Pool pool, FeatureMap in, int at, float[] out, int to) {
        Geometry from = in.geometry;
        int channels = from.step();
        System.arraycopy(in.data, at, out, to, channels);
        for (int row = 0; row < pool.rows; row++) {
            for (int column = row == 0 ? 1 : 0; column < pool.columns; column++) {
                int pixel = at + row * from.row() + column * channels;
                for (int c = 0; c < channels; c++) {
                    out[to + c] = Math.max(out[to + c], in.data[pixel + c]);
                }
            }
        }
    }

    /** By how much a node enlarges rows and columns, each pixel becoming a block of pixels. */
    static int[] factors(OnnxNode node, OnnxGraph graph) {
        boolean upsample = node.operator().equals("Upsample");
        int input = upsample ? 1 : 2;
        OnnxTensor scales =
                node.hasInput(input) ? graph.initialisers().get(node.inputs().get(input)) : null;
        List<Float> wanted = scales == null ? List.of() : scales.floats();
        String coordinates = node.text("coordinate_transformation_mode", upsample ? "asymmetric" : "half_pixel");
        String rounding = coordinates + "/" + node.text("nearest_mode", upsample ? "floor" : "round_prefer_floor");
        boolean blocks = rounding.equals("asymmetric/floor") || rounding.startsWith("half_pixel/round_prefer");
        boolean known = wanted.size() == 4
                && wanted.get(0) == 1
                && wanted.get(1) == 1
                && wanted.stream().allMatch(scale -> scale >= 1 && scale == Math.rint(scale))
                && node.text("mode", "nearest").equals("nearest")
                && blocks;
        if (!known) {
            throw Preparation.unknown(node);
        }
        return new int[] {wanted.get(2).intValue(), wanted.get(3).intValue()};
    }

    /** Each pixel becomes a block of them. */
    static Runnable enlarged(FeatureMap in, FeatureMap out, int factorY, int factorX) {
        Geometry from = in.geometry;
        Geometry to = out.geometry;
        return () -> {
            for (int n = 0; n < to.n(); n++) {
                for (int y = 0; y < to.h(); y++) {
                    for (int x = 0; x < to.w(); x++) {
                        int pixel = from.at(n, y / factorY, x / factorX);
                        System.arraycopy(in.data, pixel, out.data, to.at(n, y, x), from.step());
                    }
                }
            }
        };
    }
}
