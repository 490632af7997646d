package dev.vigil.lab.evaluate;

import dev.vigil.runtime.embedding.Embedding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A gallery as the gallery service searches it: exact, and a person's score is the best of their templates'. Immutable. */
final class Searcher {
    private final float[][] rows;
    private final int[] owners;
    private final Map<String, Integer> people;

    private Searcher(float[][] rows, int[] owners, Map<String, Integer> people) {
        this.rows = rows;
        this.owners = owners;
        this.people = people;
    }

    /** Enrols the entries that have a face. */
    static Searcher of(List<IdentificationLists.Entry> entries, EmbeddedImages embedded) {
        Map<String, Integer> people = new LinkedHashMap<>();
        List<float[]> rows = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        for (IdentificationLists.Entry entry : entries) {
            embedded.of(entry.image()).ifPresent(embedding -> {
                rows.add(embedding.toArray());
                owners.add(people.computeIfAbsent(entry.person(), name -> people.size()));
            });
        }
        return new Searcher(
                rows.toArray(float[][]::new),
                owners.stream().mapToInt(Integer::intValue).toArray(),
                people);
    }

    /** How many templates there are. */
    int templates() {
        return rows.length;
    }

    /** How many people have at least one. */
    int people() {
        return people.size();
    }

    /** Whether {@code person} has a template. */
    boolean holds(String person) {
        return people.containsKey(person);
    }

    /** Searches with each probe that could be decoded, on all cores. */
    List<Search> search(List<IdentificationLists.Entry> probes, boolean mated, EmbeddedImages embedded) {
        return probes.parallelStream()
                .filter(probe -> embedded.readable(probe.image()))
                .map(probe -> search(probe, mated, embedded.acquired(probe.image())))
                .toList();
    }

    private Search search(IdentificationLists.Entry probe, boolean mated, Acquired acquired) {
        Optional<Embedding> embedding = acquired.embedding();
        if (embedding.isEmpty()) {
            return new Search(probe.person(), probe.image(), mated, acquired, -1, -1, 0);
        }
        float[] scores = scores(embedding.get().toArray());
        int own = mated ? people.getOrDefault(probe.person(), -1) : -1;
        float mate = own < 0 ? -1 : scores[own];
        float other = -1;
        int rank = 1;
        for (int person = 0; person < scores.length; person++) {
            if (person != own) {
                other = Math.max(other, scores[person]);
                rank += scores[person] >= mate ? 1 : 0;
            }
        }
        return new Search(probe.person(), probe.image(), mated, acquired, mate, other, own < 0 ? 0 : rank);
    }

    private float[] scores(float[] probe) {
        float[] best = new float[people.size()];
        Arrays.fill(best, -1);
        for (int i = 0; i < rows.length; i++) {
            best[owners[i]] = Math.max(best[owners[i]], Cosines.of(rows[i], probe));
        }
        return best;
    }
}
