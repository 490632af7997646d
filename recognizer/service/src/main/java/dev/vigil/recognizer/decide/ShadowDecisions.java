package dev.vigil.recognizer.decide;

import dev.vigil.gallery.client.GalleryAwayException;
import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.Probes;
import dev.vigil.recognizer.event.ShadowEmbedding;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides a second time, by a second embedder's embeddings, faces and thresholds, and counts how that compares with what the active
 * embedder decided. It decides nothing and holds nothing up: it comes after the decisions, and where the gallery does not answer it
 * lets the comparison go, and rests a while. Shared by all tasks; thread-safe.
 */
final class ShadowDecisions {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowDecisions.class);
    private static final Duration REST = Duration.ofSeconds(10);

    private final DecideSettings settings;
    private final Function<Probes, Identified> gallery;
    private final RecognizerMetrics metrics;
    private final Clock clock;
    private volatile Instant notBefore = Instant.MIN;

    /** A decision that was made, and the second embedding of the same pictures. */
    private record Decided(ShadowEmbedding shadow, int shots, Verdict verdict) {}

    /** Decisions of one batch; for one thread. */
    final class Batch {
        private final Map<String, List<Decided>> byModel = new LinkedHashMap<>();

        /** Notes a decision, where the sighting has a second embedding. */
        void add(Sighting sighting, Verdict verdict) {
            ShadowEmbedding shadow = sighting.shadow();
            if (shadow != null) {
                byModel.computeIfAbsent(shadow.model(), model -> new ArrayList<>())
                        .add(new Decided(shadow, sighting.shots().size(), verdict));
            }
        }

        /** Compares all that were noted. */
        void compare() {
            byModel.forEach((model, decided) -> count(decided, ask(model, decided)));
            byModel.clear();
        }
    }

    ShadowDecisions(
            DecideSettings settings, Function<Probes, Identified> gallery, RecognizerMetrics metrics, Clock clock) {
        this.settings = settings;
        this.gallery = gallery;
        this.metrics = metrics;
        this.clock = clock;
    }

    Batch batch() {
        return new Batch();
    }

    /** One verdict for each; none at all where the gallery does not answer. */
    private List<Verdict> ask(String model, List<Decided> decided) {
        if (clock.instant().isBefore(notBefore)) {
            return List.of();
        }
        List<Embedding> probes =
                decided.stream().map(each -> each.shadow().embedding()).toList();
        try {
            Identified identified = gallery.apply(new Probes(model, settings.candidates(), probes));
            List<Verdict> verdicts = new ArrayList<>();
            for (int i = 0; i < identified.results().size() && i < decided.size(); i++) {
                DecisionRule rule = settings.ruleFor(model, decided.get(i).shots());
                verdicts.add(rule.decide(identified.results().get(i).candidates(), identified.templates()));
            }
            return verdicts;
        } catch (GalleryAwayException | UserError e) {
            LOG.debug("the gallery gives no second opinion by {}", model, e);
            notBefore = clock.instant().plus(REST);
            return List.of();
        }
    }

    private void count(List<Decided> decided, List<Verdict> verdicts) {
        for (int i = 0; i < decided.size(); i++) {
            metrics.shadowDecided(
                    i < verdicts.size()
                            ? ShadowOutcome.of(decided.get(i).verdict(), verdicts.get(i))
                            : ShadowOutcome.NOT_SEARCHED);
        }
    }
}
