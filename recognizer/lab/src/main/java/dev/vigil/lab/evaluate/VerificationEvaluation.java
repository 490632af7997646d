package dev.vigil.lab.evaluate;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.Quality;
import java.util.ArrayList;
import java.util.Arrays;
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
    private static final List<String> RATES = List.of("0.01", "0.001", "0.0001", "0.00001", "0.000001");

    /** What an image without a face scores against any other: it is never accepted. */
    private static final float NO_FACE = -1;

    private static final int POINTS = 240;
    private static final int LEAST_POWER = -7;
    /** The rate whose threshold losses, refusals and groups are told at. */
    private static final String WORKING_RATE = "0.001";

    private final PairsFile file;
    private final EmbeddedImages embedded;
    private final List<ImagePair> pairs;

    /**
     * What else is measured.
     *
     * @param shrunk the second image of each pair looked at with faces of other widths, by that width in pixels
     * @param refused whose quality is too poor to be compared; counted among the losses only
     * @param groups of people
     */
    public record Further(Map<Integer, EmbeddedImages> shrunk, Predicate<Quality> refused, GroupLabels groups) {
        /** Nothing else. */
        public static final Further NOTHING = new Further(Map.of(), quality -> false, GroupLabels.NONE);
    }

    /**
     * Measures the comparisons of {@code file} with these embeddings; those of which an image can't be read are left out.
     *
     * @throws UserError if no comparison of the same person, or none of different people, is left
     */
    public VerificationEvaluation(PairsFile file, EmbeddedImages embedded) {
        this.file = file;
        this.embedded = embedded;
        this.pairs = file.pairs().stream()
                .filter(pair -> embedded.readable(pair.imageA()) && embedded.readable(pair.imageB()))
                .toList();
        if (pairs.stream().noneMatch(ImagePair::same) || pairs.stream().allMatch(ImagePair::same)) {
            throw new UserError("Too few of the pictures can be read: no pair of the same person, or none of different"
                    + " people, is left.");
        }
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

    /** The names of the second images of all pairs, each once: the probes, which may be shrunk. */
    public static Set<String> probes(PairsFile file) {
        Set<String> images = new LinkedHashSet<>();
        file.pairs().forEach(pair -> images.add(pair.imageB()));
        return images;
    }

    /** Computes every measure; {@code model} is the embedder's id. */
    public VerificationReport report(String model) {
        return report(model, Further.NOTHING);
    }

    /** Computes every measure, and more; {@code model} is the embedder's id. */
    public VerificationReport report(String model, Further further) {
        VerificationMeasures all = measures(pair -> true, embedded);
        ImpostorScores impostors = ImpostorScores.of(samples(embedded));
        Map<String, @Nullable Double> thresholds = thresholds(impostors);
        Map<String, @Nullable Double> rates = new LinkedHashMap<>();
        Map<String, @Nullable Interval> intervals = new LinkedHashMap<>();
        thresholds.forEach((rate, threshold) -> {
            PersonRate accepted = threshold == null ? null : accepted(embedded, threshold);
            rates.put(rate, accepted == null ? null : accepted.rate());
            intervals.put(rate, accepted == null ? null : accepted.interval());
        });
        double[] accuracies = accuracies(all);
        boolean folded = accuracies.length > 1;
        Double working = thresholds.get(WORKING_RATE);
        double threshold = working == null ? all.bestThreshold() : working;
        return new VerificationReport(
                pairs.size(),
                embedded.failures(),
                embedded.unreadable().size(),
                mean(accuracies),
                folded ? standardDeviation(accuracies) : null,
                folded ? "other-folds" : "same-pairs",
                folded ? Arrays.stream(accuracies).boxed().toList() : List.of(),
                all.equalErrorRate(),
                all.areaUnderCurve(),
                rates,
                intervals,
                thresholds,
                impostors.pairs(),
                det(impostors, all),
                threshold,
                losses(embedded, threshold, further.refused()),
                RejectCurve.of(trials(embedded, threshold)),
                mixed(further, threshold),
                shrunk(further, thresholds, threshold),
                groups(further.groups(), threshold),
                embedded.byName().size(),
                embedded.perSecond(),
                model);
    }

    private static Map<String, @Nullable Double> thresholds(ImpostorScores impostors) {
        Map<String, @Nullable Double> thresholds = new LinkedHashMap<>();
        for (String rate : RATES) {
            OptionalDouble threshold = impostors.threshold(Double.parseDouble(rate));
            thresholds.put(rate, threshold.isPresent() ? threshold.getAsDouble() : null);
        }
        return thresholds;
    }

    private List<ImagePair> genuine() {
        return pairs.stream().filter(ImagePair::same).toList();
    }

    private PersonRate accepted(EmbeddedImages probes, double threshold) {
        PersonRate rate = new PersonRate();
        genuine().forEach(pair -> rate.add(PhotoFolders.person(pair.imageA()), score(pair, probes) >= threshold));
        return rate;
    }

    private static List<DetPoint> det(ImpostorScores impostors, VerificationMeasures all) {
        List<DetPoint> points = new ArrayList<>();
        double previous = -2;
        for (int i = 0; i <= POINTS; i++) {
            double rate = Math.pow(10, LEAST_POWER * (double) i / POINTS);
            OptionalDouble threshold = impostors.threshold(rate);
            if (threshold.isPresent() && threshold.getAsDouble() > previous) {
                previous = threshold.getAsDouble();
                points.add(
                        new DetPoint(previous, impostors.falseAcceptRate(previous), 1 - all.trueAcceptRate(previous)));
            }
        }
        return points;
    }

    private Losses losses(EmbeddedImages probes, double threshold, Predicate<Quality> refused) {
        return Losses.of(genuine().stream()
                .map(pair -> end(pair, probes, threshold, refused))
                .toList());
    }

    private Losses.End end(ImagePair pair, EmbeddedImages probes, double threshold, Predicate<Quality> refused) {
        if (!(embedded.acquired(pair.imageA()) instanceof Acquired.Template enrolled)) {
            return Losses.End.NOT_ENROLLED;
        }
        if (!(probes.acquired(pair.imageB()) instanceof Acquired.Template probe)) {
            return Losses.End.NOT_DETECTED;
        }
        if (refused.test(enrolled.quality()) || refused.test(probe.quality())) {
            return Losses.End.REFUSED_BY_QUALITY;
        }
        return score(pair, probes) >= threshold ? Losses.End.FOUND : Losses.End.BELOW_THRESHOLD;
    }

    private List<RejectPoint> mixed(Further further, double threshold) {
        if (further.shrunk().isEmpty()) {
            return List.of();
        }
        List<RejectCurve.Trial> all = new ArrayList<>(trials(embedded, threshold));
        further.shrunk().values().forEach(probes -> all.addAll(trials(probes, threshold)));
        return RejectCurve.of(all);
    }

    private List<RejectCurve.Trial> trials(EmbeddedImages probes, double threshold) {
        return genuine().stream()
                .map(pair -> new RejectCurve.Trial(
                        Math.min(quality(embedded.acquired(pair.imageA())), quality(probes.acquired(pair.imageB()))),
                        score(pair, probes) < threshold))
                .toList();
    }

    private static double quality(Acquired acquired) {
        return acquired instanceof Acquired.Template template
                ? template.quality().score()
                : 0;
    }

    private List<VerificationReport.Shrunk> shrunk(
            Further further, Map<String, @Nullable Double> asTheyAre, double threshold) {
        List<VerificationReport.Shrunk> rows = new ArrayList<>();
        further.shrunk().forEach((width, probes) -> {
            ImpostorScores impostors = ImpostorScores.of(samples(probes), samples(embedded));
            Map<String, @Nullable Double> rates = new LinkedHashMap<>();
            Map<String, @Nullable Double> fixed = new LinkedHashMap<>();
            thresholds(impostors)
                    .forEach((rate, own) -> rates.put(
                            rate, own == null ? null : accepted(probes, own).rate()));
            asTheyAre.forEach((rate, at) ->
                    fixed.put(rate, at == null ? null : accepted(probes, at).rate()));
            rows.add(new VerificationReport.Shrunk(
                    width,
                    probes.failures(),
                    measures(pair -> true, probes).equalErrorRate(),
                    rates,
                    fixed,
                    impostors.pairs() == 0 ? null : impostors.falseAcceptRate(threshold),
                    losses(probes, threshold, further.refused()),
                    RejectCurve.of(trials(probes, threshold))));
        });
        return rows;
    }

    private List<VerificationReport.Group> groups(GroupLabels labels, double threshold) {
        List<VerificationReport.Group> rows = new ArrayList<>();
        labels.byPerson().values().stream().distinct().sorted().forEach(group -> {
            PersonRate accepted = new PersonRate();
            genuine().stream()
                    .filter(pair -> labels.of(PhotoFolders.person(pair.imageA()))
                            .filter(group::equals)
                            .isPresent())
                    .forEach(pair ->
                            accepted.add(PhotoFolders.person(pair.imageA()), score(pair, embedded) >= threshold));
            ImpostorScores within = ImpostorScores.of(samples(embedded).stream()
                    .filter(sample ->
                            labels.of(sample.identity()).filter(group::equals).isPresent())
                    .toList());
            rows.add(new VerificationReport.Group(
                    group,
                    accepted.count(),
                    accepted.count() == 0 ? null : accepted.rate(),
                    accepted.interval(),
                    within.pairs(),
                    within.pairs() == 0 ? null : within.falseAcceptRate(threshold)));
        });
        return rows;
    }

    private double[] accuracies(VerificationMeasures all) {
        if (file.folds() == 1) {
            return new double[] {all.accuracy(all.bestThreshold())};
        }
        double[] accuracies = new double[file.folds()];
        for (int i = 0; i < accuracies.length; i++) {
            int fold = i;
            double threshold = measures(pair -> pair.fold() != fold, embedded).bestThreshold();
            accuracies[i] = measures(pair -> pair.fold() == fold, embedded).accuracy(threshold);
        }
        return accuracies;
    }

    private VerificationMeasures measures(Predicate<ImagePair> which, EmbeddedImages probes) {
        return new VerificationMeasures(
                scores(which.and(ImagePair::same), probes), scores(which.and(pair -> !pair.same()), probes));
    }

    private float[] scores(Predicate<ImagePair> which, EmbeddedImages probes) {
        List<ImagePair> some = pairs.stream().filter(which).toList();
        float[] scores = new float[some.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = score(some.get(i), probes);
        }
        return scores;
    }

    private float score(ImagePair pair, EmbeddedImages probes) {
        Optional<Embedding> a = embedded.of(pair.imageA());
        Optional<Embedding> b = probes.of(pair.imageB());
        return a.isPresent() && b.isPresent() ? a.get().cosine(b.get()) : NO_FACE;
    }

    private static List<ImpostorScores.Sample> samples(EmbeddedImages images) {
        List<ImpostorScores.Sample> samples = new ArrayList<>();
        images.byName()
                .forEach((image, acquired) -> acquired.embedding()
                        .ifPresent(e -> samples.add(new ImpostorScores.Sample(PhotoFolders.person(image), e))));
        return samples;
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
