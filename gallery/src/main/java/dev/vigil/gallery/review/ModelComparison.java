package dev.vigil.gallery.review;

import dev.vigil.gallery.client.Candidate;
import dev.vigil.gallery.client.GalleryClient;
import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.Probes;
import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.review.Comparison.Agreement;
import dev.vigil.gallery.review.Comparison.EqualThreshold;
import dev.vigil.gallery.review.Comparison.Side;
import dev.vigil.gallery.review.Everybody.Known;
import dev.vigil.runtime.embedding.Embedding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Compares two models over a gallery's own faces, leaving out one at a time: nobody has to be photographed for it. Only pictures of
 * which there is a face of both models count, so that both see the same. For one thread.
 */
public final class ModelComparison {
    private static final int BATCH = 64;
    /** The person's own, and the best of the others. */
    private static final int CANDIDATES = 2;

    private static final int MOST_IMPOSTORS = 2_000_000;
    private static final long SEED = 20_261_124;

    private final GalleryClient gallery;
    private final String first;
    private final String second;
    private final List<Picture> pictures = new ArrayList<>();
    private int people;

    /** One picture as both models see it. */
    private record Picture(String person, Embedding first, Embedding second) {}

    /** Compares {@code first}, usually the active model, with {@code second}. */
    public ModelComparison(GalleryClient gallery, String first, String second) {
        this.gallery = gallery;
        this.first = first;
        this.second = second;
    }

    /**
     * Looks at some people, evenly spread over the gallery, and searches their faces among everybody.
     *
     * @param most people at most: all pictures of so many are held in memory
     * @param progress told how many people are read
     */
    public Comparison run(int most, IntConsumer progress) throws InterruptedException {
        List<Person> everybody = gallery.people();
        int size = Math.min(most, everybody.size());
        List<Person> some = IntStream.range(0, size)
                .mapToObj(i -> everybody.get((int) ((long) i * everybody.size() / size)))
                .toList();
        int[] read = {0};
        Everybody.read(gallery, some, known -> {
            people += take(known) ? 1 : 0;
            progress.accept(++read[0]);
        });
        Scores a = scores(true);
        Scores b = scores(false);
        @Nullable Boolean[] rightA = rankOne(first, true);
        @Nullable Boolean[] rightB = rankOne(second, false);
        return new Comparison(
                people,
                pictures.size(),
                side(first, a, rightA),
                side(second, b, rightB),
                agreement(rightA, rightB),
                equal(a, b));
    }

    private boolean take(Known known) {
        List<FaceTemplate> others = known.of(second);
        int before = pictures.size();
        for (FaceTemplate face : known.of(first)) {
            others.stream()
                    .filter(other -> other.source().equals(face.source()))
                    .findFirst()
                    .ifPresent(other ->
                            pictures.add(new Picture(known.person().id(), face.embedding(), other.embedding())));
        }
        return pictures.size() > before;
    }

    private static Embedding of(Picture picture, boolean one) {
        return one ? picture.first() : picture.second();
    }

    private Scores scores(boolean one) {
        Scores scores = new Scores();
        for (int i = 0; i < pictures.size(); i++) {
            for (int j = i + 1; j < pictures.size() && samePerson(i, j); j++) {
                scores.genuine(of(pictures.get(i), one).cosine(of(pictures.get(j), one)));
            }
        }
        long all = (long) pictures.size() * (pictures.size() - 1) / 2 - scores.genuinePairs();
        if (all <= MOST_IMPOSTORS) {
            for (int i = 0; i < pictures.size(); i++) {
                for (int j = i + 1; j < pictures.size(); j++) {
                    impostor(scores, i, j, one);
                }
            }
            return scores;
        }
        Random random = new Random(SEED); // the same pairs for both models
        while (scores.impostorPairs() < MOST_IMPOSTORS) {
            impostor(scores, random.nextInt(pictures.size()), random.nextInt(pictures.size()), one);
        }
        return scores;
    }

    private void impostor(Scores scores, int i, int j, boolean one) {
        if (!samePerson(i, j)) {
            scores.impostor(of(pictures.get(i), one).cosine(of(pictures.get(j), one)));
        }
    }

    private boolean samePerson(int i, int j) {
        return pictures.get(i).person().equals(pictures.get(j).person());
    }

    /** For each picture of a person with several: whether the person's others resemble it more than anybody else; null for the rest. */
    private @Nullable Boolean[] rankOne(String model, boolean one) {
        @Nullable Boolean[] right = new Boolean[pictures.size()];
        float[] own = own(one);
        List<Integer> probes =
                IntStream.range(0, own.length).filter(i -> own[i] >= -1).boxed().toList();
        for (int from = 0; from < probes.size(); from += BATCH) {
            List<Integer> batch = probes.subList(from, Math.min(from + BATCH, probes.size()));
            Identified found = gallery.identify(new Probes(
                    model,
                    CANDIDATES,
                    batch.stream().map(i -> of(pictures.get(i), one)).toList()));
            for (int i = 0; i < batch.size(); i++) {
                int index = batch.get(i);
                String person = pictures.get(index).person();
                float other = found.results().get(i).candidates().stream()
                        .filter(candidate -> !candidate.person().equals(person))
                        .map(Candidate::score)
                        .max(Comparator.naturalOrder())
                        .orElse(-2f);
                right[index] = own[index] > other;
            }
        }
        return right;
    }

    /** The best score of each picture with the person's others; -2 where there is none. */
    private float[] own(boolean one) {
        float[] own = new float[pictures.size()];
        java.util.Arrays.fill(own, -2);
        for (int i = 0; i < own.length; i++) {
            for (int j = i + 1; j < own.length && samePerson(i, j); j++) {
                float score = of(pictures.get(i), one).cosine(of(pictures.get(j), one));
                own[i] = Math.max(own[i], score);
                own[j] = Math.max(own[j], score);
            }
        }
        return own;
    }

    private static Side side(String model, Scores scores, @Nullable Boolean[] right) {
        long asked = java.util.Arrays.stream(right).filter(r -> r != null).count();
        long hits = java.util.Arrays.stream(right).filter(Boolean.TRUE::equals).count();
        return new Side(
                model,
                asked == 0 ? null : (double) hits / asked,
                scores.genuinePairs(),
                scores.impostorPairs(),
                scores.trueMatchRates(),
                scores.genuineHistogram(),
                scores.impostorHistogram());
    }

    private static Agreement agreement(@Nullable Boolean[] a, @Nullable Boolean[] b) {
        int[] counts = new int[4];
        for (int i = 0; i < a.length; i++) {
            if (a[i] != null && b[i] != null) {
                counts[(a[i] ? 0 : 2) + (b[i] ? 0 : 1)]++;
            }
        }
        return new Agreement(counts[0] + counts[1] + counts[2] + counts[3], counts[0], counts[1], counts[2], counts[3]);
    }

    private static List<EqualThreshold> equal(Scores a, Scores b) {
        List<EqualThreshold> equal = new ArrayList<>();
        for (double rate : Scores.RATES) {
            if (a.tells(rate) && b.tells(rate)) {
                equal.add(new EqualThreshold(rate, a.threshold(rate), b.threshold(rate)));
            }
        }
        return equal;
    }
}
