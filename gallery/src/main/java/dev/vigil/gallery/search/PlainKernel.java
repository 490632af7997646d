package dev.vigil.gallery.search;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The kernel for a Java without the vector module: four sums in the 16-bit fields of a long, whose carries are told apart at the end
 * of a block, since each sum fits.
 */
final class PlainKernel implements Kernel {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOWER_BYTES = 0x00FF00FF00FF00FFL;
    private static final long UPPER_BIASES = 0x8000800080008000L;

    @Override
    public String name() {
        return "plain Java";
    }

    @Override
    public void sums(byte[] tile, int begin, ProbeCodes probes, int[] sums) {
        Arrays.fill(sums, 0, probes.count() * Layout.ROWS, 0);
        for (ProbeCodes.Group group : probes.groups()) {
            for (int i = 0; i < group.width() && group.from() + i < probes.count(); i++) {
                for (int at = 0; at < Layout.ROWS; at += Long.BYTES) {
                    eight(
                            tile,
                            begin + at,
                            probes.dimension(),
                            group,
                            i,
                            sums,
                            (group.from() + i) * Layout.ROWS + at / 4);
                }
            }
        }
    }

    /** The sums of the eight rows whose bytes lie in one long of each line. */
    private static void eight(
            byte[] tile, int at, int dimension, ProbeCodes.Group group, int probe, int[] sums, int to) {
        int width = group.width();
        int[] twins = group.twins();
        for (int from = 0; from < dimension; from += Layout.BLOCK) {
            int end = Math.min(dimension, from + Layout.BLOCK);
            long lower = 0;
            long upper = 0;
            for (int d = from; d < end; d++) {
                long line = (long) LONGS.get(tile, d * Layout.ROWS + at) ^ UPPER_BIASES;
                long code = (short) twins[d * width + probe];
                lower += (line & LOWER_BYTES) * code;
                upper += (line >>> 8 & LOWER_BYTES) * code;
            }
            int bias = group.biases()[from / Layout.BLOCK * width + probe];
            spread(lower, bias, sums, to, 0);
            spread(upper, bias, sums, to, 16);
        }
    }

    /** Adds the four fields to the sums of their rows: bytes 4i and 4i + 2 of a line are rows i and i + 32. */
    private static void spread(long fields, int bias, int[] sums, int to, int first) {
        // Modulo 2^64, the long is the sum of the fields, each shifted to its place; a field is a true sum, which fits
        // into a
        // short, plus the bias.
        long rest = fields;
        for (int field = 0; field < 4; field++) {
            short sum = (short) (rest - bias);
            sums[to + (field >> 1) + first + ((field & 1) << 5)] += sum;
            rest = (rest - sum - bias) >> 16;
        }
    }

    @Override
    public boolean anyReaches(
            int[] sums, int from, float[] scales, float[] errors, float factor, float weight, float least) {
        for (int row = 0; row < Layout.ROWS; row++) {
            if (sums[from + row] * factor * scales[row] + weight * errors[row] >= least) {
                return true;
            }
        }
        return false;
    }
}
