package dev.vigil.recognizer.decide;

import dev.vigil.gallery.client.Candidate;
import dev.vigil.gallery.client.GalleryAwayException;
import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.Probes;
import dev.vigil.gallery.event.Severity;
import dev.vigil.gallery.event.Watchlist;
import dev.vigil.recognizer.see.SeeRig;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A gallery that searches truly, in memory, and can be away or refuse. */
public final class FakeGallery implements Function<Probes, Identified> {
    /** Somebody who is enrolled. */
    public record Enrolled(Embedding face, List<String> watchlists, boolean ignored) {}

    public final Map<String, Enrolled> people = new LinkedHashMap<>();
    /** What it says of watchlists, by id; of others that they are there, and no more. */
    public final Map<String, Watchlist> watchlists = new LinkedHashMap<>();

    public final List<Integer> batches = new ArrayList<>();
    public volatile boolean away;
    public volatile int refuseWith;
    /** Who answers for another model. */
    public final Map<String, FakeGallery> others = new LinkedHashMap<>();

    public Embedding poison = Embedding.normalised(new float[] {1});

    public FakeGallery enrol(String id, Embedding face, String... watchlists) {
        people.put(id, new Enrolled(face, List.of(watchlists), false));
        return this;
    }

    @Override
    public Identified apply(Probes probes) {
        FakeGallery other = others.get(probes.model());
        if (other != null) {
            return other.apply(probes);
        }
        if (away) {
            throw new GalleryAwayException("connection refused");
        }
        batches.add(probes.embeddings().size());
        if (refuseWith != 0) {
            throw new UserError(refuseWith, "No.");
        }
        if (probes.embeddings().contains(poison)) {
            throw new UserError(400, "An embedding of this model has 512 numbers.");
        }
        List<Identified.Result> results = probes.embeddings().stream()
                .map(probe -> search(probe, probes.k()))
                .toList();
        List<Watchlist> named = people.values().stream()
                .flatMap(enrolled -> enrolled.watchlists().stream())
                .distinct()
                .map(id -> watchlists.getOrDefault(id, watchlist(id, null)))
                .toList();
        return new Identified(people.size(), results, probes.model(), null, named);
    }

    /** A watchlist that leaves everything but perhaps its cool-down to the service. */
    static Watchlist watchlist(String id, @Nullable Duration cooldown) {
        return new Watchlist(
                id, id, Severity.WARNING, null, cooldown, List.of(), null, null, SeeRig.START, SeeRig.START, 1);
    }

    private Identified.Result search(Embedding probe, int k) {
        return new Identified.Result(people.entrySet().stream()
                .map(e -> new Candidate(
                        e.getKey(),
                        "Name of " + e.getKey(),
                        e.getValue().watchlists(),
                        e.getValue().ignored(),
                        "f",
                        probe.cosine(e.getValue().face())))
                .sorted(Comparator.comparingDouble(Candidate::score).reversed())
                .limit(k)
                .toList());
    }
}
