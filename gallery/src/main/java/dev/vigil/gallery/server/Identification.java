package dev.vigil.gallery.server;

import dev.vigil.gallery.client.Candidate;
import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.Probes;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.search.Answer;
import dev.vigil.gallery.search.Query;
import dev.vigil.gallery.search.SearchEngine;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.gallery.state.HeldFace;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Answers whose face it is: one among all (1:N), or one person's (1:1). Thread-safe. */
final class Identification {
    private final GalleryState state;
    private final SearchEngine engine;
    private final Clock clock;
    private final Timer searchTime;

    /**
     * The answer of a verification.
     *
     * @param score the best cosine of the person's faces, in [-1, 1]
     * @param face which
     */
    record Verified(float score, String face) {}

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
     * @throws UserError with 422 where the probes have another dimension than the model's faces
     */
    Identified identify(Probes probes) {
        checkDimension(probes.model(), probes.embeddings().get(0));
        Query query = new Query(probes.model(), probes.embeddings(), probes.k(), clock.instant());
        long begin = System.nanoTime();
        Answer answer = engine.search(query);
        searchTime.record(Duration.ofNanos(System.nanoTime() - begin));
        return new Identified(
                answer.templates(), answer.hits().stream().map(this::result).toList());
    }

    private Identified.Result result(List<Answer.Hit> hits) {
        return new Identified.Result(hits.stream().flatMap(this::candidate).toList());
    }

    /** None where the person has been erased since. */
    private Stream<Candidate> candidate(Answer.Hit hit) {
        return state.person(hit.person()).stream()
                .map(person -> new Candidate(
                        person.id(), person.name(), person.watchlists(), person.ignored(), hit.face(), hit.score()));
    }

    /**
     * The best of one person's faces.
     *
     * @throws UserError with 404 where there is no such person, 422 where they have no face to compare with
     */
    Verified verify(String id, String model, Embedding probe) {
        Person person = People.find(state, id);
        Instant now = clock.instant();
        if (!person.searchable(now)) {
            throw new UserError(
                    422, "The consent of person '" + id + "' has ended: they are not compared with anybody.");
        }
        checkDimension(model, probe);
        return state.faces(id).stream()
                .filter(face -> face.model().equals(model) && face.embedding().dimension() == probe.dimension())
                .map(face -> new Verified(score(face, probe), face.id()))
                .max(Comparator.comparingDouble(Verified::score)
                        .thenComparing(Comparator.comparing(Verified::face).reversed()))
                .orElseThrow(() -> new UserError(
                        422, "The person '" + id + "' has no face of the model " + model + ": enrol one first."));
    }

    private static float score(HeldFace face, Embedding probe) {
        return Math.max(-1, Math.min(1, face.embedding().cosine(probe)));
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
