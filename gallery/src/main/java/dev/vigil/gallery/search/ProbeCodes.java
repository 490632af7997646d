package dev.vigil.gallery.search;

import java.util.ArrayList;
import java.util.List;

/**
 * The codes of up to {@value #MOST} probes, as the kernels read them: in groups of {@value #GROUP}, the codes of a group side by side
 * for each dimension, each code twice in an int. With it goes the space that one pass works in, so that it serves one pass at a time.
 */
final class ProbeCodes {
    /** Probes that share a pass over memory at most. */
    static final int MOST = 8;
    /** Probes that the kernels take at once. */
    static final int GROUP = 4;
    /** Shorts that a kernel may use for its sums: two for every row of a tile and probe of a group. */
    private static final int SPACE = 2 * GROUP * Layout.ROWS;

    /**
     * The codes of some probes.
     *
     * @param from the first of them
     * @param width how many lie side by side: 1 or {@link #GROUP}; those beyond the last probe are zero
     * @param twins {@code int32[dimension, width]} in whole blocks, each the code in its lower and in its upper 16 bits
     * @param biases {@code int32[blocks, width]}: {@link Layout#BIAS} times the sum of the codes of the block
     */
    @SuppressWarnings("ArrayRecordComponent") // never leaves the package, and is never compared
    record Group(int from, int width, int[] twins, int[] biases) {}

    private final int dimension;
    private final int count;
    private final List<Group> groups;
    private final short[] space = new short[SPACE];

    private ProbeCodes(int dimension, int count, List<Group> groups) {
        this.dimension = dimension;
        this.count = count;
        this.groups = groups;
    }

    /** Takes the codes of 1 to {@value #MOST} probes, all of one dimension. */
    static ProbeCodes of(List<byte[]> codes) {
        List<Group> groups = new ArrayList<>();
        int from = 0;
        while (from < codes.size()) {
            int width = codes.size() - from > 2 ? GROUP : 1;
            groups.add(group(codes, from, width));
            from += width;
        }
        return new ProbeCodes(codes.get(0).length, codes.size(), List.copyOf(groups));
    }

    private static Group group(List<byte[]> codes, int from, int width) {
        int dimension = codes.get(0).length;
        int[] twins = new int[Layout.blocks(dimension) * Layout.BLOCK * width];
        int[] biases = new int[Layout.blocks(dimension) * width];
        for (int i = 0; i < width && from + i < codes.size(); i++) {
            byte[] one = codes.get(from + i);
            for (int d = 0; d < dimension; d++) {
                twins[d * width + i] = (one[d] & 0xFFFF) | (one[d] << 16);
                biases[d / Layout.BLOCK * width + i] += Layout.BIAS * one[d];
            }
        }
        return new Group(from, width, twins, biases);
    }

    int dimension() {
        return dimension;
    }

    int count() {
        return count;
    }

    List<Group> groups() {
        return groups;
    }

    /** Where a kernel may write what it likes. */
    short[] space() {
        return space;
    }
}
