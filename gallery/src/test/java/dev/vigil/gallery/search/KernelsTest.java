package dev.vigil.gallery.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KernelsTest {
    static Stream<Kernel> all() {
        return Stream.of(Kernels.plain(), Kernels.vectors(128), Kernels.vectors(256), Kernels.vectors(512));
    }

    @Test
    void theTestsRunWithTheVectorModule() {
        assertThat(Kernels.hasVectors()).isTrue();
        assertThat(Kernels.best().name()).contains("vectors");
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyKernelAddsUpWhatThePlainLoopAddsUp(Kernel kernel) {
        Random random = new Random(5);
        for (int dimension : new int[] {1, 2, 31, 32, 33, 63, 64, 65, 100, 128, 511, 512, 4096}) {
            for (int count = 1; count <= ProbeCodes.MOST; count++) {
                byte[][] rows = codes(random, Layout.ROWS, dimension);
                byte[][] probes = codes(random, count, dimension);
                assertThat(sums(kernel, rows, probes))
                        .as("%d probes of %d", count, dimension)
                        .isEqualTo(expected(rows, probes));
            }
        }
    }

    /** Blocks at the very edge of what a short holds, of either sign, in each place of a line. */
    @ParameterizedTest
    @MethodSource("all")
    void theLargestBlocksFit(Kernel kernel) {
        int dimension = 64;
        for (int sign : new int[] {1, -1}) {
            byte[][] rows = new byte[Layout.ROWS][dimension];
            byte[][] probes = new byte[ProbeCodes.MOST][dimension];
            fill(rows, 1);
            fill(probes, sign);
            assertThat(sums(kernel, rows, probes)).isEqualTo(expected(rows, probes));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyKernelComparesAlike(Kernel kernel) {
        Random random = new Random(6);
        for (int round = 0; round < 2_000; round++) {
            int[] sums = random.ints(2 * Layout.ROWS, -500_000, 500_000).toArray();
            float[] scales = floats(random);
            float[] errors = floats(random);
            float best = Float.NEGATIVE_INFINITY;
            for (int row = 0; row < Layout.ROWS; row++) {
                best = Math.max(best, sums[Layout.ROWS + row] * 0.01f * scales[row] + 1.01f * errors[row]);
            }
            assertThat(kernel.anyReaches(sums, Layout.ROWS, scales, errors, 0.01f, 1.01f, best))
                    .isTrue();
            assertThat(kernel.anyReaches(sums, Layout.ROWS, scales, errors, 0.01f, 1.01f, Math.nextUp(best)))
                    .isFalse();
            assertThat(kernel.anyReaches(sums, Layout.ROWS, scales, errors, 0.01f, 1.01f, Float.NEGATIVE_INFINITY))
                    .isTrue();
        }
    }

    private static int[] sums(Kernel kernel, byte[][] rows, byte[][] probes) {
        int at = Layout.ROWS * 3; // a tile lies among others
        byte[] tile = new byte[at + Layout.bytes(rows[0].length)];
        for (int row = 0; row < rows.length; row++) {
            Layout.write(rows[row], tile, at, row);
            byte[] back = new byte[rows[row].length];
            Layout.read(tile, at, row, back);
            assertThat(back).isEqualTo(rows[row]);
        }
        int[] sums = new int[probes.length * Layout.ROWS];
        kernel.sums(tile, at, ProbeCodes.of(List.of(probes)), sums);
        return sums;
    }

    private static int[] expected(byte[][] rows, byte[][] probes) {
        List<Integer> sums = new ArrayList<>();
        for (byte[] probe : probes) {
            for (byte[] row : rows) {
                int sum = 0;
                for (int d = 0; d < row.length; d++) {
                    sum += probe[d] * row[d];
                }
                sums.add(sum);
            }
        }
        return sums.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Codes as the quantiser makes them. */
    private static byte[][] codes(Random random, int count, int dimension) {
        byte[][] codes = new byte[count][];
        Quantiser quantiser = new Quantiser(dimension);
        for (int i = 0; i < count; i++) {
            float[] values = new float[dimension];
            for (int d = 0; d < dimension; d++) {
                values[d] = (float) (random.nextGaussian() * (random.nextInt(20) == 0 ? 10 : 1));
            }
            quantiser.take(values);
            codes[i] = quantiser.bytes().clone();
        }
        return codes;
    }

    /** Two blocks whose squares add up to 32,707 and 32,258: 32,761 is the most. */
    private static void fill(byte[][] rows, int sign) {
        for (byte[] row : rows) {
            Arrays.fill(row, 0, 31, (byte) (31 * sign));
            row[31] = (byte) (54 * sign);
            row[33] = (byte) (127 * sign);
            row[34] = (byte) (-127 * sign);
        }
    }

    private static float[] floats(Random random) {
        float[] floats = new float[Layout.ROWS];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = random.nextFloat();
        }
        return floats;
    }
}
