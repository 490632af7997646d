package dev.vigil.gallery.review;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How two models see the same faces of a gallery.
 *
 * @param people looked at, who have faces of both
 * @param pictures looked at, of which there is a face of both
 * @param first the one model, usually the active one
 * @param second the other
 * @param agreement whom each finds where a face is left out and searched among all others
 * @param equalThresholds scores of both at which strangers match equally often
 */
public record Comparison(
        int people, int pictures, Side first, Side second, Agreement agreement, List<EqualThreshold> equalThresholds) {
    /** Copies the list. */
    public Comparison {
        equalThresholds = List.copyOf(equalThresholds);
    }

    /**
     * One model.
     *
     * @param model its id
     * @param rankOne how often a face finds its person by the person's other pictures, among all; null where nobody has two
     * @param genuinePairs pairs of one person's faces
     * @param impostorPairs pairs of different people's faces, drawn by a fixed seed where there are too many
     * @param trueMatchRates by false match rate, as {@code 0.001}; only rates that so many impostor pairs can tell
     * @param genuine how many genuine pairs score in each of {@value Scores#BINS} bins from -1 to 1
     * @param impostor how many impostor pairs
     */
    public record Side(
            String model,
            @Nullable Double rankOne,
            long genuinePairs,
            long impostorPairs,
            Map<String, Double> trueMatchRates,
            List<Long> genuine,
            List<Long> impostor) {
        /** Copies the lists. */
        public Side {
            genuine = List.copyOf(genuine);
            impostor = List.copyOf(impostor);
        }
    }

    /**
     * Each face of a person with two pictures or more is searched among all but itself.
     *
     * @param compared how many faces
     * @param bothRight both models name the person
     * @param onlyFirst only the first does
     * @param onlySecond only the second
     * @param neither none of them
     */
    public record Agreement(int compared, int bothRight, int onlyFirst, int onlySecond, int neither) {}

    /**
     * Where strangers match equally often.
     *
     * @param falseMatchRate how often, measured on this gallery's own impostor pairs
     * @param first the first model's score
     * @param second the second's
     */
    public record EqualThreshold(double falseMatchRate, float first, float second) {}
}
