package dev.vigil.lab.evaluate;

import dev.vigil.runtime.embedding.Embedding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Few-shot recognition by episodes (Vinyals et al., Matching Networks, 2016; Lake et al., 2015): each draws {@code ways} people,
 * enrols {@code shots} pictures of each, and asks who one further picture of each shows. As in the gallery, a person's score is the
 * best of their pictures', so that nothing is trained.
 */
public final class OneShotEvaluation {
    private static final double Z95 = 1.96;

    private final Map<String, List<float[]>> people = new TreeMap<>();
    private final EmbeddedImages embedded;
    private final int without;

    /** Of the pictures with a face. */
    public OneShotEvaluation(PhotoFolders photos, EmbeddedImages embedded) {
        this.embedded = embedded;
        photos.byPerson()
                .forEach((person, images) -> people.put(
                        person,
                        images.stream()
                                .flatMap(image -> embedded.of(image).stream())
                                .map(Embedding::toArray)
                                .toList()));
        without = (int) people.values().stream().filter(List::isEmpty).count();
    }

    /**
     * Runs every combination.
     *
     * @param episodes of each
     * @param seed of who and what is drawn
     */
    public OneShotReport report(List<Integer> ways, List<Integer> shots, int episodes, long seed, String model) {
        List<OneShotReport.Row> rows = new ArrayList<>();
        for (int way : ways) {
            for (int shot : shots) {
                rows.add(row(way, shot, episodes, seed));
            }
        }
        return new OneShotReport(
                people.size(),
                embedded.byName().size(),
                without,
                embedded.failures(),
                embedded.unreadable().size(),
                episodes,
                seed,
                rows,
                model,
                embedded.perSecond());
    }

    private OneShotReport.Row row(int ways, int shots, int episodes, long seed) {
        List<String> fit = people.entrySet().stream()
                .filter(person -> person.getValue().size() > shots)
                .map(Map.Entry::getKey)
                .toList();
        if (fit.size() < ways) {
            return new OneShotReport.Row(ways, shots, fit.size(), null, null, null);
        }
        Random random = new Random(seed * 31 + ways * 1_009L + shots);
        PersonRate rate = new PersonRate();
        double sum = 0;
        double squares = 0;
        for (int episode = 0; episode < episodes; episode++) {
            List<String> drawn = new ArrayList<>(fit);
            Collections.shuffle(drawn, random);
            double share = episode(drawn.subList(0, ways), shots, random, rate);
            sum += share;
            squares += share * share;
        }
        double mean = sum / episodes;
        double error = Math.sqrt(Math.max(0, squares / episodes - mean * mean) / episodes);
        return new OneShotReport.Row(
                ways,
                shots,
                fit.size(),
                rate.rate(),
                new Interval(Math.max(0, mean - Z95 * error), Math.min(1, mean + Z95 * error)),
                rate.interval());
    }

    /** The share of right answers in one episode. */
    private double episode(List<String> drawn, int shots, Random random, PersonRate rate) {
        Map<String, List<float[]>> support = new LinkedHashMap<>();
        Map<String, float[]> queries = new LinkedHashMap<>();
        for (String person : drawn) {
            List<float[]> pictures = new ArrayList<>(people.getOrDefault(person, List.of()));
            Collections.shuffle(pictures, random);
            support.put(person, pictures.subList(0, shots));
            queries.put(person, pictures.get(shots));
        }
        int right = 0;
        for (Map.Entry<String, float[]> query : queries.entrySet()) {
            boolean hit = query.getKey().equals(nearest(support, query.getValue()));
            rate.add(query.getKey(), hit);
            right += hit ? 1 : 0;
        }
        return (double) right / drawn.size();
    }

    private static @Nullable String nearest(Map<String, List<float[]>> support, float[] query) {
        String best = null;
        float score = -2;
        for (Map.Entry<String, List<float[]>> person : support.entrySet()) {
            for (float[] picture : person.getValue()) {
                float cosine = Cosines.of(picture, query);
                if (cosine > score) {
                    score = cosine;
                    best = person.getKey();
                }
            }
        }
        return best;
    }
}
