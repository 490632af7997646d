package dev.vigil.benchmarks;

import dev.vigil.runtime.embedding.Embedding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Probes, and what the full float32 scan answers to them. */
final class Truth {
    /** People that are asked for. */
    static final int K = 5;

    private final List<Embedding> probes;
    private final int[][] best;

    /** Asks the scan. */
    Truth(List<Embedding> probes, ScanEngine scan) {
        this.probes = List.copyOf(probes);
        best = scan.search(this.probes, K);
    }

    /** {@code batch} probes from the one numbered {@code from} on, round and round. */
    List<Embedding> batch(int from, int batch) {
        List<Embedding> taken = new ArrayList<>(batch);
        for (int i = 0; i < batch; i++) {
            taken.add(probes.get((from + i) % probes.size()));
        }
        return taken;
    }

    /** How answers agree with the scan. By one thread. */
    final class Agreement {
        private long asked;
        private long first;
        private long shared;
        private long expected;
        private boolean exact = true;

        /** Counts the answers to {@link #batch} of {@code from}. */
        void count(int from, int[][] answers) {
            for (int i = 0; i < answers.length; i++) {
                int[] want = best[(from + i) % best.length];
                int[] got = answers[i];
                asked++;
                first += got.length > 0 && got[0] == want[0] ? 1 : 0;
                shared += Arrays.stream(want)
                        .filter(index -> Arrays.stream(got).anyMatch(found -> found == index))
                        .count();
                expected += want.length;
                exact &= Arrays.equals(want, got);
            }
        }

        void add(Agreement other) {
            asked += other.asked;
            first += other.first;
            shared += other.shared;
            expected += other.expected;
            exact &= other.exact;
        }

        double recallAt1() {
            return first / (double) asked;
        }

        double recallAt5() {
            return shared / (double) expected;
        }

        boolean isExact() {
            return exact;
        }
    }
}
