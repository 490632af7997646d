package dev.vigil.ingest.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists of numbers as people write them: parted by commas or blanks. */
final class Shares {
    private static final int MOST = 1_000;

    private Shares() {}

    /** The finite numbers of a text; empty where something in it is none, or there are absurdly many. */
    static Optional<List<Double>> numbers(String text) {
        List<Double> numbers = new ArrayList<>();
        for (String part : text.trim().split("[,\\s]+", MOST)) {
            try {
                double number = Double.parseDouble(part);
                if (!Double.isFinite(number)) {
                    return Optional.empty();
                }
                numbers.add(number);
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        return Optional.of(numbers);
    }
}
