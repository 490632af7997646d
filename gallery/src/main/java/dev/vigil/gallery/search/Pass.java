package dev.vigil.gallery.search;

import java.util.List;

/** Shows a few probes every row of a state: memory is read once for all of them. Thread-safe. */
final class Pass {
    private final Kernel kernel;

    Pass(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Runs 1 to {@value ProbeCodes#MOST} probes of one dimension over {@code rows}. */
    void run(Rows rows, List<Probe> probes) {
        probes.forEach(probe -> probe.begin(rows));
        ProbeCodes codes = ProbeCodes.of(probes.stream().map(Probe::codes).toList());
        int[] sums = new int[probes.size() * Layout.ROWS];
        for (int c = 0; c < rows.chunks(); c++) {
            Chunk chunk = rows.chunk(c);
            int size = rows.size(c);
            for (int t = 0; t * Layout.ROWS < size; t++) {
                long present = present(size - t * Layout.ROWS) & ~rows.removed(c, t);
                if (present != 0) {
                    Tile tile = chunk.tile(t);
                    kernel.sums(tile.codes, tile.at, codes, sums);
                    show(probes, c, t, tile, present, sums);
                }
            }
        }
    }

    private void show(List<Probe> probes, int chunk, int index, Tile tile, long present, int[] sums) {
        for (int i = 0; i < probes.size(); i++) {
            Probe probe = probes.get(i);
            if (kernel.anyReaches(
                    sums,
                    i * Layout.ROWS,
                    tile.scales,
                    tile.errors,
                    probe.scale(),
                    probe.bound().perError(),
                    probe.least())) {
                probe.collect(chunk, index, tile, present, sums, i * Layout.ROWS);
            }
        }
    }

    private static long present(int rows) {
        return rows >= Layout.ROWS ? -1 : (1L << rows) - 1;
    }
}
