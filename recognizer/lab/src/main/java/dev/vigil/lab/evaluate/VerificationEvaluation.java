package dev.vigil.lab.evaluate;

import dev.vigil.runtime.embedding.Embedding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Verification by the protocol of LFW (Huang et al., Labeled Faces in the Wild, 2007): accuracy with the threshold that is best on
 * the other folds, and true accept rates at thresholds from all comparisons of different people among the images. An image's
 * person is the folder that it lies in.
 */
public final class VerificationEvaluation {
    private static final List<String> RATES = List.of("0.01", "0.001", "0.0001", "0.00001");

    /** What an image without a face scores against any other: it is never accepted. */
    private static final float NO_FACE = -1;

    private final PairsFile file;
    private final EmbeddedImages embedded;

    /** Measures the comparisons of {@code file} with these embeddings. */
    public VerificationEvaluation(PairsFile file, EmbeddedImages embedded) {
        this.file = file;
        this.embedded = embedded;
    }

    /** The names of the images that a file compares, each once. */
    public static Set<String> images(PairsFile file) {
        Set<String> images = new LinkedHashSet<>();
        for (ImagePair pair : file.pairs()) {
            images.add(pair.imageA());
            images.add(pair.imageB());
        }
        return images;
    }

    /** Computes every measure; {@code model} is the embedder's id. */
    public VerificationReport report(String model) {
        VerificationMeasures all = measures(pair -> true);
        ImpostorScores impostors = ImpostorScores.of(samples());
        Map<String, @Nullable Double> rates = new LinkedHashMap<>();
        Map<String, @Nullable Double> thresholds = new LinkedHashMap<>();
        for (String rate : RATES) {
            OptionalDouble threshold = impostors.threshold(Double.parseDouble(rate));
            thresholds.put(rate, threshold.isPresent() ? threshold.getAsDouble() : null);
            rates.put(rate, threshold.isPresent() ? all.trueAcceptRate(threshold.getAsDouble()) : null);
        }
        double[] accuracies = accuracies(all);
        boolean folded = accuracies.length > 1;
        return new VerificationReport(
                file.pairs().size(),
                embedded.failures(),
                mean(accuracies),
                folded ? standardDeviation(accuracies) : null,
                folded ? "other-folds" : "same-pairs",
                all.equalErrorRate(),
                all.areaUnderCurve(),
                rates,
                thresholds,
                impostors.pairs(),
                embedded.byName().size(),
                embedded.perSecond(),
                model);
    }

    private double[] accuracies(VerificationMeasures all) {
        if (file.folds() == 1) {
            return new double[] {all.accuracy(all.bestThreshold())};
        }
        double[] accuracies = new double[file.folds()];
        for (int i = 0; i < accuracies.length; i++) {
            int fold = i;
            double threshold = measures(pair -> pair.fold() != fold).bestThreshold();
            accuracies[i] = measures(pair -> pair.fold() == fold).accuracy(threshold);
        }
        return accuracies;
    }

    private VerificationMeasures measures(Predicate<ImagePair> which) {
        return new VerificationMeasures(scores(which.and(ImagePair::same)), scores(which.and(pair -> !pair.same())));
    }

    private float[] scores(Predicate<ImagePair> which) {
        List<ImagePair> pairs = file.pairs().stream().filter(which).toList();
        float[] scores = new float[pairs.size()];
        for (int i = 0; i < scores.length; i++) {
            Optional<Embedding> a = embedded.of(pairs.get(i).imageA());
            Optional<Embedding> b = embedded.of(pairs.get(i).imageB());
            scores[i] = a.isPresent() && b.isPresent() ? a.get().cosine(b.get()) : NO_FACE;
        }
        return scores;
    }

    private List<ImpostorScores.Sample> samples() {
        List<ImpostorScores.Sample> samples = new ArrayList<>();
        embedded.byName()
                .forEach((image, embedding) ->
                        embedding.ifPresent(e -> samples.add(new ImpostorScores.Sample(identity(image), e))));
        return samples;
    }

    private static String identity(String image) {
        int slash = image.lastIndexOf('/');
        return slash < 0 ? "" : image.substring(0, slash);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double standardDeviation(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / (values.length - 1));
    }
}
