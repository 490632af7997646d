package dev.vigil.recognizer.photo;

import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.Probes;
import dev.vigil.recognizer.decide.DecisionRule;
import dev.vigil.recognizer.decide.Verdict;
import dev.vigil.recognizer.photo.Identification.IdentifiedFace;
import dev.vigil.recognizer.photo.PhotoAnalyzer.Crops;
import dev.vigil.runtime.embedding.Embedding;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** Says who is in a photo (1:N), by the rule that decides about tracks too. Thread-safe. */
public final class PhotoIdentifier {
    private static final int MOST_PROBES = 64;
    private static final int CANDIDATES = 5;

    private final PhotoAnalyzer analyzer;
    private final Function<Probes, Identified> gallery;
    private final String model;
    private final DecisionRule rule;
    private final Gate gate;

    /**
     * Searches {@code gallery}, which may be a {@link dev.vigil.gallery.client.GalleryClient}'s {@code identify}.
     *
     * @param model the id of the analyzer's embedder
     */
    public PhotoIdentifier(
            PhotoAnalyzer analyzer, Function<Probes, Identified> gallery, String model, DecisionRule rule, Gate gate) {
        this.analyzer = analyzer;
        this.gallery = gallery;
        this.model = model;
        this.rule = rule;
        this.gate = gate;
    }

    /** The same, searching by {@code other}, as on somebody's behalf. */
    public PhotoIdentifier searching(Function<Probes, Identified> other) {
        return new PhotoIdentifier(analyzer, other, model, rule, gate);
    }

    /**
     * Identifies every face of a photo.
     *
     * @throws dev.vigil.runtime.error.UserError with 422 where it can't be read
     * @throws dev.vigil.gallery.client.GalleryAwayException where the gallery can't be reached
     */
    public Identification identify(byte[] photo) {
        List<PhotoFace> faces = analyzer.analyze(photo, Crops.NONE);
        List<Embedding> probes = faces.stream()
                .filter(face -> gate.refuse(face.face().quality()).isEmpty())
                .map(PhotoFace::embedding)
                .toList();
        Iterator<Verdict> verdicts = search(probes).iterator();
        return new Identification(faces.stream()
                .map(face -> IdentifiedFace.of(face.face(), verdict(face, verdicts)))
                .toList());
    }

    private Verdict verdict(PhotoFace face, Iterator<Verdict> searched) {
        return gate.refuse(face.face().quality()).map(Verdict::unsearched).orElseGet(searched::next);
    }

    private List<Verdict> search(List<Embedding> probes) {
        List<Verdict> verdicts = new ArrayList<>();
        for (int from = 0; from < probes.size(); from += MOST_PROBES) {
            List<Embedding> batch = probes.subList(from, Math.min(from + MOST_PROBES, probes.size()));
            Identified answer = gallery.apply(new Probes(model, CANDIDATES, batch));
            answer.results().forEach(result -> verdicts.add(rule.decide(result.candidates(), answer.templates())));
        }
        return verdicts;
    }
}
