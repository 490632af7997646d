package dev.vigil.gallery.search;

import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel for Java's vector module, of one width. Never used as it is: {@link Kernels} defines it as a hidden class once for each
 * width, given as class data, because the compiler makes single instructions of vector operations only where the width is a constant.
 *
 * <p>A short of a line holds two codes x (upper) and y (lower, with the bias). With s = 256·x + y + 128, the sums of s·a and of
 * (s &gt;&gt; 8)·a = x·a over a block, both modulo 2¹⁶, give those of x·a at once and of y·a by subtraction: five operations for two
 * rows of a vector's shorts, instead of the eight that widening every byte costs.
 */
final class VectorKernel implements Kernel {
    private static final VectorShape SHAPE = VectorShape.forBitSize(bits());
    private static final VectorSpecies<Byte> BYTES = SHAPE.withLanes(byte.class);
    private static final VectorSpecies<Short> SHORTS = SHAPE.withLanes(short.class);
    private static final VectorSpecies<Integer> INTS = SHAPE.withLanes(int.class);
    private static final VectorSpecies<Float> FLOATS = SHAPE.withLanes(float.class);
    /** Bytes of a vector. */
    private static final int WIDE = SHAPE.vectorBitSize() / Byte.SIZE;
    /** Shorts of a vector. */
    private static final int HALF = WIDE / 2;
    /** Ints of a vector. */
    private static final int QUARTER = WIDE / 4;

    private static int bits() {
        try {
            return MethodHandles.classData(MethodHandles.lookup(), "_", Integer.class);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return SHAPE.vectorBitSize() + "-bit vectors";
    }

    @Override
    public void sums(byte[] tile, int begin, ProbeCodes probes, int[] sums) {
        int dimension = probes.dimension();
        short[] space = probes.space();
        Arrays.fill(sums, 0, probes.count() * Layout.ROWS, 0);
        for (ProbeCodes.Group group : probes.groups()) {
            int real = Math.min(group.width(), probes.count() - group.from());
            for (int from = 0; from < dimension; from += Layout.BLOCK) {
                for (int at = 0; at < Layout.ROWS; at += WIDE) {
                    if (group.width() == 1) {
                        one(tile, begin + from * Layout.ROWS + at, group.twins(), from, space);
                    } else {
                        four(tile, begin + from * Layout.ROWS + at, group.twins(), from * ProbeCodes.GROUP, space);
                    }
                    int biases = from / Layout.BLOCK * group.width();
                    for (int i = 0; i < real; i++) {
                        int to = (group.from() + i) * Layout.ROWS + at / 4;
                        widen(space, i * WIDE, (short) group.biases()[biases + i], sums, to);
                    }
                }
            }
        }
    }

    /**
     * The sums of one block, of one probe and the rows of one vector: of s·a, then of x·a. Two lines at a time, since the additions
     * would wait for each other.
     */
    private static void one(byte[] tile, int from, int[] twins, int at, short[] space) {
        ShortVector both0 = ShortVector.zero(SHORTS);
        ShortVector both1 = both0;
        ShortVector upper0 = both0;
        ShortVector upper1 = both0;
        int line = from;
        for (int d = at; d < at + Layout.BLOCK; d += 2) {
            ShortVector s = ByteVector.fromArray(BYTES, tile, line).reinterpretAsShorts();
            ShortVector a = IntVector.broadcast(INTS, twins[d]).reinterpretAsShorts();
            both0 = both0.add(s.mul(a));
            upper0 = upper0.add(s.lanewise(VectorOperators.ASHR, 8).mul(a));
            s = ByteVector.fromArray(BYTES, tile, line + Layout.ROWS).reinterpretAsShorts();
            a = IntVector.broadcast(INTS, twins[d + 1]).reinterpretAsShorts();
            both1 = both1.add(s.mul(a));
            upper1 = upper1.add(s.lanewise(VectorOperators.ASHR, 8).mul(a));
            line += 2 * Layout.ROWS;
        }
        both0.add(both1).intoArray(space, 0);
        upper0.add(upper1).intoArray(space, HALF);
    }

    /** The same of four probes: eight sums are what the registers of the narrower machines hold. */
    private static void four(byte[] tile, int from, int[] twins, int at, short[] space) {
        ShortVector zero = ShortVector.zero(SHORTS);
        ShortVector both0 = zero;
        ShortVector both1 = zero;
        ShortVector both2 = zero;
        ShortVector both3 = zero;
        ShortVector upper0 = zero;
        ShortVector upper1 = zero;
        ShortVector upper2 = zero;
        ShortVector upper3 = zero;
        int line = from;
        int probe = at;
        for (int d = 0; d < Layout.BLOCK; d++) {
            ShortVector s = ByteVector.fromArray(BYTES, tile, line).reinterpretAsShorts();
            ShortVector x = s.lanewise(VectorOperators.ASHR, 8);
            ShortVector a = IntVector.broadcast(INTS, twins[probe]).reinterpretAsShorts();
            both0 = both0.add(s.mul(a));
            upper0 = upper0.add(x.mul(a));
            a = IntVector.broadcast(INTS, twins[probe + 1]).reinterpretAsShorts();
            both1 = both1.add(s.mul(a));
            upper1 = upper1.add(x.mul(a));
            a = IntVector.broadcast(INTS, twins[probe + 2]).reinterpretAsShorts();
            both2 = both2.add(s.mul(a));
            upper2 = upper2.add(x.mul(a));
            a = IntVector.broadcast(INTS, twins[probe + 3]).reinterpretAsShorts();
            both3 = both3.add(s.mul(a));
            upper3 = upper3.add(x.mul(a));
            line += Layout.ROWS;
            probe += ProbeCodes.GROUP;
        }
        both0.intoArray(space, 0);
        upper0.intoArray(space, HALF);
        both1.intoArray(space, WIDE);
        upper1.intoArray(space, WIDE + HALF);
        both2.intoArray(space, 2 * WIDE);
        upper2.intoArray(space, 2 * WIDE + HALF);
        both3.intoArray(space, 3 * WIDE);
        upper3.intoArray(space, 3 * WIDE + HALF);
    }

    /** Adds the sums of a block to those of their rows. */
    private static void widen(short[] space, int at, short bias, int[] sums, int to) {
        ShortVector upper = ShortVector.fromArray(SHORTS, space, at + HALF);
        ShortVector lower = ShortVector.fromArray(SHORTS, space, at)
                .sub(upper.lanewise(VectorOperators.LSHL, 8))
                .sub(bias);
        IntVector x = upper.reinterpretAsInts();
        IntVector y = lower.reinterpretAsInts();
        add(y.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16), sums, to);
        add(x.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16), sums, to + 16);
        add(y.lanewise(VectorOperators.ASHR, 16), sums, to + 32);
        add(x.lanewise(VectorOperators.ASHR, 16), sums, to + 48);
    }

    private static void add(IntVector more, int[] sums, int to) {
        IntVector.fromArray(INTS, sums, to).add(more).intoArray(sums, to);
    }

    @Override
    public boolean anyReaches(
            int[] sums, int from, float[] scales, float[] errors, float factor, float weight, float least) {
        boolean any = false;
        for (int row = 0; row < Layout.ROWS; row += QUARTER) {
            FloatVector sum = (FloatVector)
                    IntVector.fromArray(INTS, sums, from + row).convertShape(VectorOperators.I2F, FLOATS, 0);
            FloatVector most = sum.mul(factor)
                    .mul(FloatVector.fromArray(FLOATS, scales, row))
                    .add(FloatVector.fromArray(FLOATS, errors, row).mul(weight));
            any |= most.compare(VectorOperators.GE, least).anyTrue();
        }
        return any;
    }
}
