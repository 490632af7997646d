package dev.vigil.lab.evaluate;

import dev.vigil.runtime.error.UserError;
import dev.vigil.vision.face.Quality;
import dev.vigil.vision.match.FalseMatchCurve;
import dev.vigil.vision.match.Thresholds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Identification among a list of people: how often somebody is not found, and how often a stranger is taken for one of them. */
public final class IdentificationEvaluation {
    private static final List<String> RATES = List.of("0.1", "0.01", "0.001");
    private static final double[] STATED = {.1, .01, .003, .001};
    private static final int RANKS = 20;
    private static final int POINTS = 200;

    private final IdentificationLists lists;
    private final EmbeddedImages embedded;
    private final Rule rule;
    private final Searcher gallery;

    /**
     * How the product decides.
     *
     * @param curve of the model's card
     * @param defaultRate false positive identification rate that is wanted where nothing else is said
     * @param refused whose quality is too poor to be searched; counted among the losses only, the error rates take every face
     */
    public record Rule(FalseMatchCurve curve, double defaultRate, Predicate<Quality> refused) {}

    /**
     * Enrols the gallery.
     *
     * @throws UserError if no picture of the gallery has a face
     */
    public IdentificationEvaluation(IdentificationLists lists, EmbeddedImages embedded, Rule rule) {
        this.lists = lists;
        this.embedded = embedded;
        this.rule = rule;
        this.gallery = Searcher.of(lists.gallery(), embedded);
        if (gallery.templates() == 0) {
            throw new UserError("No picture of the gallery shows a face: nobody can be enrolled.");
        }
    }

    /** Searches, with these images as probes. */
    private IdentificationMeasures measures(EmbeddedImages probes) {
        IdentificationMeasures measures = new IdentificationMeasures(
                gallery.search(lists.known(), /* mated= */ true, probes),
                gallery.search(lists.unknown(), /* mated= */ false, probes));
        if (measures.mated().isEmpty() || measures.nonMated().isEmpty()) {
            throw new UserError(
                    "No picture of the known, or none of the unknown, can be read: there is nothing to search"
                            + " with.");
        }
        return measures;
    }

    /**
     * Computes every measure.
     *
     * @param shrunk the probes looked at with faces of other widths, by that width in pixels
     * @param groups of people
     * @param origin of the lists, in words
     * @param model the embedder's id
     */
    public IdentificationReport report(
            Map<Integer, EmbeddedImages> shrunk, GroupLabels groups, String origin, String model) {
        IdentificationMeasures asTheyAre = measures(embedded);
        Map<String, @Nullable Double> thresholds = new LinkedHashMap<>();
        Map<String, @Nullable Interval> intervals = new LinkedHashMap<>();
        for (String rate : RATES) {
            OptionalDouble threshold = asTheyAre.threshold(Double.parseDouble(rate));
            thresholds.put(rate, threshold.isPresent() ? threshold.getAsDouble() : null);
            intervals.put(
                    rate,
                    threshold.isPresent()
                            ? asTheyAre.fnir(threshold.getAsDouble()).interval()
                            : null);
        }
        StatedRate atDefault = stated(asTheyAre, rule.defaultRate());
        List<StatedRate> stated = new ArrayList<>();
        for (double rate : STATED) {
            stated.add(stated(asTheyAre, rate));
        }
        PersonRate first = asTheyAre.identified(1);
        return new IdentificationReport(
                gallery.people(),
                gallery.templates(),
                asTheyAre.mated().size(),
                asTheyAre.nonMated().size(),
                embedded.failures(),
                embedded.unreadable().size(),
                first.rate(),
                first.interval(),
                fnirAtFpir(asTheyAre),
                intervals,
                thresholds,
                atDefault,
                stated,
                losses(asTheyAre, atDefault.threshold()),
                IntStream.rangeClosed(1, Math.min(RANKS, gallery.people()))
                        .mapToObj(rank -> asTheyAre.identified(rank).rate())
                        .toList(),
                asTheyAre.det(POINTS),
                reject(asTheyAre, atDefault.threshold()),
                shrunk(shrunk),
                groups(asTheyAre, groups, atDefault.threshold()),
                origin,
                described(rule.curve()),
                model,
                embedded.perSecond());
    }

    private static Map<String, @Nullable Double> fnirAtFpir(IdentificationMeasures measures) {
        Map<String, @Nullable Double> rates = new LinkedHashMap<>();
        for (String rate : RATES) {
            OptionalDouble threshold = measures.threshold(Double.parseDouble(rate));
            rates.put(
                    rate,
                    threshold.isPresent()
                            ? measures.fnir(threshold.getAsDouble()).rate()
                            : null);
        }
        return rates;
    }

    private StatedRate stated(IdentificationMeasures measures, double rate) {
        Thresholds card = Thresholds.of(rule.curve(), rate, gallery.templates());
        PersonRate fpir = measures.fpir(card.threshold());
        PersonRate fnir = measures.fnir(card.threshold());
        Interval measured = fpir.interval();
        return new StatedRate(
                rate,
                card.threshold(),
                card.extrapolated(),
                fpir.rate(),
                measured,
                fnir.rate(),
                fnir.interval(),
                StatedRate.Agreement.of(rate, measured, measures.nonMated().size()));
    }

    private Losses losses(IdentificationMeasures measures, double threshold) {
        return Losses.of(measures.mated(), gallery::holds, rule.refused(), threshold);
    }

    private static List<RejectPoint> reject(IdentificationMeasures measures, double threshold) {
        return RejectCurve.of(measures.mated().stream()
                .map(search -> new RejectCurve.Trial(
                        search.acquired() instanceof Acquired.Template template
                                ? template.quality().score()
                                : 0,
                        !search.found(threshold)))
                .toList());
    }

    private List<IdentificationReport.Shrunk> shrunk(Map<Integer, EmbeddedImages> bySize) {
        List<IdentificationReport.Shrunk> rows = new ArrayList<>();
        bySize.forEach((width, probes) -> {
            IdentificationMeasures measures = measures(probes);
            StatedRate atDefault = stated(measures, rule.defaultRate());
            rows.add(new IdentificationReport.Shrunk(
                    width,
                    probes.failures(),
                    measures.identified(1).rate(),
                    fnirAtFpir(measures),
                    atDefault,
                    losses(measures, atDefault.threshold())));
        });
        return rows;
    }

    private static List<IdentificationReport.Group> groups(
            IdentificationMeasures measures, GroupLabels labels, double threshold) {
        Map<String, PersonRate> fnir = new TreeMap<>();
        Map<String, PersonRate> fpir = new TreeMap<>();
        for (String group : labels.byPerson().values()) {
            fnir.putIfAbsent(group, new PersonRate());
            fpir.putIfAbsent(group, new PersonRate());
        }
        measures.mated()
                .forEach(search -> labels.of(search.person())
                        .map(fnir::get)
                        .ifPresent(rate -> rate.add(search.person(), !search.found(threshold))));
        measures.nonMated()
                .forEach(search -> labels.of(search.person())
                        .map(fpir::get)
                        .ifPresent(rate -> rate.add(search.person(), search.falsePositive(threshold))));
        List<IdentificationReport.Group> rows = new ArrayList<>();
        fnir.forEach((group, mated) -> {
            PersonRate nonMated = java.util.Objects.requireNonNull(fpir.get(group));
            rows.add(new IdentificationReport.Group(
                    group,
                    mated.count(),
                    mated.count() == 0 ? null : mated.rate(),
                    mated.interval(),
                    nonMated.count(),
                    nonMated.count() == 0 ? null : nonMated.rate(),
                    nonMated.interval()));
        });
        return rows;
    }

    /** What a card's curve was measured on, in words. */
    static String described(FalseMatchCurve curve) {
        return (curve.isAssumed() ? "assumed" : curve.calibrated() ? "calibrated" : "as published") + ", "
                + curve.kind() + (curve.note() == null ? "" : ": " + curve.note());
    }
}
