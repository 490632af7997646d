package dev.vigil.gallery.server;

import dev.vigil.gallery.client.Candidate;
import dev.vigil.gallery.client.FaceScore;
import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.Probes;
import dev.vigil.gallery.client.Verified;
import dev.vigil.gallery.event.GallerySettings;
import dev.vigil.gallery.event.Negative;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.event.Watchlist;
import dev.vigil.gallery.search.Answer;
import dev.vigil.gallery.search.Filter;
import dev.vigil.gallery.search.Query;
import dev.vigil.gallery.search.SearchEngine;
import dev.vigil.gallery.search.StoredFace;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers whose face it is: one among all (1:N), or one person's (1:1). Thread-safe. */
final class Identification {
    private final GalleryState state;
    private final SearchEngine engine;
    private final Clock clock;
    private final Timer searchTime;

    Identification(GalleryState state, SearchEngine engine, Clock clock, MeterRegistry meters) {
        this.state = state;
        this.engine = engine;
        this.clock = clock;
        this.searchTime = Timer.builder("vigil.gallery.search")
                .description("Time to search a batch of probes, exactly.")
                .serviceLevelObjectives(Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000)
                        .map(Duration::ofMillis)
                        .toArray(Duration[]::new))
                .register(meters);
    }

    /**
     * The top k people for each probe.
     *
     * @throws UserError with 422 where the probes have another dimension than the model's faces, a watchlist is unknown, or no
     *     model is named and the gallery has none set
     */
    Identified identify(Probes probes) {
        String model = model(probes.model());
        checkDimension(model, probes.embeddings().get(0));
        checkWatchlists(probes.watchlists());
        Instant now = clock.instant();
        Filter filter = new Filter(Set.copyOf(probes.watchlists()), probes.ignored());
        long begin = System.nanoTime();
        Answer answer = engine.search(new Query(model, probes.embeddings(), probes.k(), now, filter));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        searchTime.record(took);
        List<Identified.Result> results = new ArrayList<>();
        for (int i = 0; i < answer.hits().size(); i++) {
            results.add(result(answer.hits().get(i), probes.embeddings().get(i), model, probes));
        }
        Identified.Explanation explanation =
                probes.explain() ? explain(probes, model, answer.templates(), now, took) : null;
        return new Identified(answer.templates(), results, model, explanation, watchlists(results));
    }

    /** Those that somebody found is on: whoever raises alerts goes by them as they stand now. */
    private List<Watchlist> watchlists(List<Identified.Result> results) {
        return results.stream()
                .flatMap(result -> result.candidates().stream())
                .flatMap(candidate -> candidate.watchlists().stream())
                .distinct()
                .flatMap(id -> state.watchlist(id).stream())
                .toList();
    }

    private Identified.Explanation explain(Probes probes, String model, int templates, Instant now, Duration took) {
        return new Identified.Explanation(
                engine.name(),
                model,
                probes.embeddings().get(0).dimension(),
                templates,
                new Identified.Size(state.peopleCount(), state.faceCount()),
                new Identified.Applied(probes.watchlists(), probes.ignored(), now),
                took.toNanos() / 1e6);
    }

    private Identified.Result result(List<Answer.Hit> hits, Embedding probe, String model, Probes asked) {
        List<Candidate> candidates = hits.stream()
                .flatMap(hit -> candidate(hit, probe, model, asked))
                .toList();
        Float threshold = asked.threshold();
        return threshold == null
                ? new Identified.Result(candidates)
                : new Identified.Result(
                        candidates, candidates.stream().anyMatch(c -> !c.vetoed() && c.score() >= threshold));
    }

    /** None where the person has been erased since. */
    private Stream<Candidate> candidate(Answer.Hit hit, Embedding probe, String model, Probes asked) {
        List<StoredFace> faces = asked.explain() ? engine.faces(hit.person()) : List.of();
        Likeness likeness = Likeness.of(probe, model, faces, state.negatives(hit.person()));
        return state.person(hit.person()).stream()
                .map(person -> new Candidate(
                        person.id(),
                        person.name(),
                        person.watchlists(),
                        person.ignored(),
                        hit.face(),
                        hit.score(),
                        likeness.vetoes(hit.score()),
                        likeness.negative(),
                        above(hit.score(), asked.threshold()),
                        asked.explain() ? likeness.faces() : null,
                        asked.explain() ? likeness.negatives() : null));
    }

    /**
     * All of one person's faces of the model, of which the best counts.
     *
     * @param threshold the answer says whether the score reaches it; null for no such statement
     * @throws UserError with 404 where there is no such person, 422 where they have no face to compare with
     */
    Verified verify(String id, @Nullable String named, Embedding probe, @Nullable Float threshold, boolean explain) {
        String model = model(named);
        Person person = People.find(state, id);
        if (!person.searchable(clock.instant())) {
            throw new UserError(
                    422, "The consent of person '" + id + "' has ended: they are not compared with anybody.");
        }
        checkDimension(model, probe);
        List<Negative> negatives = state.negatives(id);
        Likeness likeness = Likeness.of(probe, model, engine.faces(id), negatives);
        if (likeness.faces().isEmpty()) {
            throw new UserError(
                    422, "The person '" + id + "' has no face of the model " + model + ": enrol one first.");
        }
        FaceScore best = likeness.faces().get(0);
        return new Verified(
                id,
                model,
                best.score(),
                best.face(),
                likeness.faces().size(),
                likeness.vetoes(best.score()),
                likeness.negative(),
                above(best.score(), threshold),
                explain ? likeness.faces() : null,
                explain ? likeness.negatives() : null);
    }

    private static @Nullable Boolean above(float score, @Nullable Float threshold) {
        return threshold == null ? null : score >= threshold;
    }

    /**
     * The model that a request means: the one that it names, else the gallery's active one.
     *
     * @throws UserError with 422 where there is neither
     */
    String model(@Nullable String named) {
        if (named != null) {
            return named;
        }
        return state.settings()
                .map(GallerySettings::model)
                .orElseThrow(() -> new UserError(
                        422, "The field 'model' is left out, and the gallery has no active model set: name one."));
    }

    private void checkWatchlists(List<String> watchlists) {
        for (String id : watchlists) {
            if (state.watchlist(id).isEmpty()) {
                throw new UserError(
                        422, "There is no watchlist '" + id + "' to search: GET /v1/watchlists lists them.");
            }
        }
    }

    /**
     * Embeddings of a model are of one dimension.
     *
     * @throws UserError with 422 where there are faces of the model, all of another dimension
     */
    void checkDimension(String model, Embedding embedding) {
        Set<Integer> dimensions = engine.dimensions(model);
        if (!dimensions.isEmpty() && !dimensions.contains(embedding.dimension())) {
            throw new UserError(
                    422,
                    "Embeddings of the model " + model + " have "
                            + dimensions.iterator().next() + " numbers here, this one " + embedding.dimension() + ".");
        }
    }
}
