package dev.vigil.benchmarks;

import dev.vigil.runtime.error.UserError;
import java.util.ArrayList;
import java.util.List;

/**
 * What to measure.
 *
 * @param faces sizes of galleries
 * @param dimensions numbers of an embedding
 * @param engines of {@link #ENGINES}
 * @param efs candidates that the graphs are searched for
 * @param graphsUpTo graphs are built for no more faces
 * @param rounds timed calls at most, for each engine and batch
 * @param seconds for all engines together in one batch, about; at least {@link #LEAST_ROUNDS} rounds are run in any case
 * @param bandwidthFloats numbers to read for the bandwidth
 */
record Plan(
        List<Integer> faces,
        List<Integer> dimensions,
        List<String> engines,
        List<Integer> efs,
        int graphsUpTo,
        int rounds,
        double seconds,
        int bandwidthFloats) {
    static final List<String> GRAPHS = List.of("lucene", "jvector", "hnswlib");
    static final List<String> ENGINES =
            List.of("vigil", "vigil-mapped", "scan", "blas", "lucene", "jvector", "hnswlib");
    static final List<Integer> BATCHES = List.of(1, 8, 32);
    static final int LEAST_ROUNDS = 5;
    private static final int MOST_FACES = 5_000_000;
    private static final int MOST_DIMENSION = 4096;

    /**
     * Copies the lists.
     *
     * @throws UserError if a value is out of range or an engine is unknown
     */
    Plan {
        faces = List.copyOf(faces);
        dimensions = List.copyOf(dimensions);
        engines = List.copyOf(engines);
        efs = List.copyOf(efs);
        faces.forEach(n -> within("--faces", n, 100, MOST_FACES));
        dimensions.forEach(n -> within("--dimension", n, 8, MOST_DIMENSION));
        efs.forEach(n -> within("--ef", n, Truth.K, 100_000));
        within("--rounds", rounds, LEAST_ROUNDS, 1_000_000);
        if (!(seconds > 0 && seconds <= 3600)) {
            throw new UserError("--seconds is " + seconds + ": give more than 0, and 3600 at most.");
        }
        List<String> unknown = new ArrayList<>(engines);
        unknown.removeAll(ENGINES);
        if (!unknown.isEmpty()) {
            throw new UserError(
                    "There is no engine '" + unknown.get(0) + "': choose of " + String.join(", ", ENGINES) + ".");
        }
    }

    private static void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new UserError(option + " has " + value + ": give " + least + " to " + most + ".");
        }
    }
}
