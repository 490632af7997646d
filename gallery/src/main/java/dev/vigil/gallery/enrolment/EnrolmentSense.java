package dev.vigil.gallery.enrolment;

import dev.vigil.gallery.client.EnrolmentWarning;
import dev.vigil.gallery.client.EnrolmentWarning.Kind;
import dev.vigil.gallery.search.Answer;
import dev.vigil.gallery.search.Query;
import dev.vigil.gallery.search.SearchEngine;
import dev.vigil.gallery.search.StoredFace;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Looks at every new face before it is accepted. Compares only embeddings of one model. Thread-safe. */
public final class EnrolmentSense {
    private final SearchEngine engine;
    private final EnrolmentConfig config;
    private final Clock clock;

    /** Compares with what {@code engine} holds. */
    public EnrolmentSense(SearchEngine engine, EnrolmentConfig config, Clock clock) {
        this.engine = engine;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Whether the face is somebody else's: one exact search of the gallery.
     *
     * @return nobody whose consent has ended
     */
    public List<EnrolmentWarning> others(String person, String model, Embedding embedding) {
        if (config.conflict() == Policy.ACCEPT) {
            return List.of();
        }
        Query query = new Query(model, List.of(embedding), 2, clock.instant());
        return engine.search(query).hits().get(0).stream()
                .filter(hit -> !hit.person().equals(person))
                .findFirst()
                .filter(hit -> hit.score() >= config.conflictScore())
                .map(EnrolmentSense::conflict)
                .stream()
                .toList();
    }

    /** How the face compares with the person's own. */
    public List<EnrolmentWarning> own(String person, String model, Embedding embedding) {
        Optional<Scored> best = engine.faces(person).stream()
                .filter(face -> face.model().equals(model) && face.embedding().dimension() == embedding.dimension())
                .map(face -> new Scored(face, clamp(face.embedding().cosine(embedding))))
                .max(Comparator.comparingDouble(Scored::score));
        return best.stream().flatMap(found -> judge(person, found)).toList();
    }

    /**
     * What to tell of them.
     *
     * @param accepted kinds that the request takes upon itself: they are told, and not refused
     * @throws UserError with 409 where the policy refuses one
     */
    public List<EnrolmentWarning> admit(List<EnrolmentWarning> found, Set<Kind> accepted) {
        for (EnrolmentWarning warning : found) {
            if (config.of(warning.kind()) == Policy.REFUSE && !accepted.contains(warning.kind())) {
                throw new UserError(
                        409,
                        warning.sentence() + " Nothing was enrolled; ?accept="
                                + warning.kind().label() + " does it all the same.");
            }
        }
        return found.stream()
                .filter(warning -> config.of(warning.kind()) != Policy.ACCEPT)
                .toList();
    }

    private record Scored(StoredFace face, float score) {}

    private Stream<EnrolmentWarning> judge(String person, Scored best) {
        String face = best.face.face();
        if (config.duplicate() != Policy.ACCEPT && best.score >= config.duplicateScore()) {
            return Stream.of(new EnrolmentWarning(
                    Kind.DUPLICATE,
                    person,
                    face,
                    best.score,
                    String.format(
                            Locale.ROOT,
                            "The face is nearly the same (%.2f) as face '%s' of this person: another photo would add more.",
                            best.score,
                            face)));
        }
        if (config.outlier() != Policy.ACCEPT && best.score < config.outlierScore()) {
            return Stream.of(new EnrolmentWarning(
                    Kind.OUTLIER,
                    person,
                    face,
                    best.score,
                    String.format(
                            Locale.ROOT,
                            "The face resembles none of this person's own (%.2f at best): look whether it is theirs.",
                            best.score)));
        }
        return Stream.of();
    }

    private static EnrolmentWarning conflict(Answer.Hit hit) {
        return new EnrolmentWarning(
                Kind.CONFLICT,
                hit.person(),
                hit.face(),
                hit.score(),
                String.format(
                        Locale.ROOT,
                        "The face resembles person '%s' (%.2f): look whose it is, and merge the two if they are one.",
                        hit.person(),
                        hit.score()));
    }

    private static float clamp(float score) {
        return Math.max(-1, Math.min(1, score));
    }
}
