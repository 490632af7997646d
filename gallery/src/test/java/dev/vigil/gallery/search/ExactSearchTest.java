package dev.vigil.gallery.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.runtime.embedding.Embedding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSearchTest {
    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");
    private static final String MODEL = "m";

    private final ExactSearch engine = ExactSearch.inMemory();

    /** Random changes, few distinct vectors so that ties and duplicates abound, and after each burst the same as a plain reading. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void findsWhatAReadingOfEveryFaceFinds(long seed) {
        Random random = new Random(seed);
        int dimension = 1 + random.nextInt(40);
        List<Embedding> pool = pool(random, dimension);
        NaiveSearch naive = new NaiveSearch();
        for (int round = 0; round < 60; round++) {
            for (int i = 0; i < 40; i++) {
                change(random, pool, naive);
            }
            int k = 1 + random.nextInt(round % 5 == 0 ? 200 : 6);
            Query query = new Query(MODEL, probes(random, pool, dimension), k, NOW);
            assertThat(engine.search(query)).isEqualTo(naive.search(query));
        }
    }

    private void change(Random random, List<Embedding> pool, NaiveSearch naive) {
        String person = "p" + random.nextInt(60);
        String face = "f" + random.nextInt(12);
        switch (random.nextInt(12)) {
            case 0 -> both(naive, e -> e.removePerson(person));
            case 1, 2 -> both(naive, e -> e.removeFace(person, face));
            case 3, 4 -> {
                Instant until = until(random);
                both(naive, e -> e.admit(person, Admission.until(until)));
            }
            default -> {
                Embedding embedding = pool.get(random.nextInt(pool.size()));
                String model = random.nextInt(10) == 0 ? "other" : MODEL;
                both(naive, e -> e.put(person, face, model, embedding));
            }
        }
    }

    private void both(NaiveSearch naive, java.util.function.Consumer<SearchEngine> change) {
        change.accept(engine);
        change.accept(naive);
    }

    private static Instant until(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> NOW.minusMillis(random.nextInt(3));
            case 1 -> NOW.plusMillis(1 + random.nextInt(3));
            default -> Instant.MAX;
        };
    }

    private static List<Embedding> pool(Random random, int dimension) {
        List<Embedding> pool = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            pool.add(random(random, dimension));
        }
        float[] near = pool.get(0).toArray();
        near[0] = Math.nextUp(near[0]);
        pool.add(Embedding.normalised(near));
        return pool;
    }

    private static List<Embedding> probes(Random random, List<Embedding> pool, int dimension) {
        return List.of(pool.get(random.nextInt(pool.size())), random(random, dimension), random(random, dimension));
    }

    private static Embedding random(Random random, int dimension) {
        float[] values = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Embedding.normalised(values);
    }

    @Test
    void aScoreIsTheCosine() {
        Random random = new Random(7);
        for (int dimension : new int[] {1, 7, 8, 9, 128, 511, 512}) {
            Embedding a = random(random, dimension);
            Embedding b = random(random, dimension);
            double exact = 0;
            for (int i = 0; i < dimension; i++) {
                exact += (double) a.at(i) * b.at(i);
            }
            assertThat((double) DotProduct.of(a.toArray(), 0, b.toArray(), 0, dimension))
                    .isCloseTo(exact, within(1e-6));
        }
    }

    @Test
    void equalScoresAreOrderedByThePersonsId() {
        Embedding one = random(new Random(1), 64);
        for (String person : List.of("c", "a", "d", "b")) {
            engine.admit(person, Admission.ALWAYS);
            engine.put(person, "z", MODEL, one);
            engine.put(person, "y", MODEL, one);
        }
        List<Answer.Hit> hits =
                engine.search(new Query(MODEL, List.of(one), 3, NOW)).hits().get(0);
        assertThat(hits).extracting(Answer.Hit::person).containsExactly("a", "b", "c");
        assertThat(hits).extracting(Answer.Hit::face).containsOnly("y");
        assertThat(hits).allSatisfy(hit -> assertThat(hit.score()).isBetween(0.99999f, 1f));
    }

    @Test
    void atMostEightTemplatesCountPerPerson() {
        Random random = new Random(3);
        engine.admit("many", Admission.ALWAYS);
        engine.admit("few", Admission.ALWAYS);
        for (int i = 0; i < 20; i++) {
            engine.put("many", "f" + i, MODEL, random(random, 16));
        }
        engine.put("few", "f", MODEL, random(random, 16));
        engine.put("unknown-yet", "f", MODEL, random(random, 16));
        Query query = new Query(MODEL, List.of(random(random, 16)), 5, NOW);
        assertThat(engine.search(query).templates()).isEqualTo(9);
        for (int i = 0; i < 15; i++) {
            engine.removeFace("many", "f" + i);
        }
        assertThat(engine.search(query).templates()).isEqualTo(6);
    }

    @Test
    void aDimensionOrModelThatNobodyHasFindsNobody() {
        engine.admit("a", Admission.ALWAYS);
        engine.put("a", "f", MODEL, random(new Random(1), 16));
        assertThat(engine.dimensions(MODEL)).containsExactly(16);
        assertThat(engine.dimensions("other")).isEmpty();
        Query other = new Query(MODEL, List.of(random(new Random(1), 17)), 5, NOW);
        assertThat(engine.search(other)).isEqualTo(new Answer(0, List.of(List.of())));
        engine.removePerson("a");
        assertThat(engine.dimensions(MODEL)).isEmpty();
    }

    @Test
    void aQueryOfMixedDimensionsIsRefused() {
        Random random = new Random(1);
        List<Embedding> mixed = List.of(random(random, 8), random(random, 9));
        assertThatThrownBy(() -> new Query(MODEL, mixed, 1, NOW)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Query(MODEL, List.of(), 1, NOW)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The one who is always there is found in every search, however much comes and goes around them. */
    @Test
    void searchesSeeAWholeStateWhileTheWriterWorks() throws InterruptedException {
        Random random = new Random(11);
        Embedding steady = random(random, 32);
        engine.admit("steady", Admission.ALWAYS);
        engine.put("steady", "f", MODEL, steady);
        AtomicBoolean writing = new AtomicBoolean(true);
        AtomicReference<Answer> wrong = new AtomicReference<>();
        CountDownLatch searched = new CountDownLatch(500);
        Thread reader = new Thread(() -> {
            Query query = new Query(MODEL, List.of(steady), 1, NOW);
            while (writing.get()) {
                Answer answer = engine.search(query);
                List<Answer.Hit> hits = answer.hits().get(0);
                if (hits.isEmpty() || !hits.get(0).person().equals("steady")) {
                    wrong.set(answer);
                }
                searched.countDown();
            }
        });
        reader.start();
        while (searched.getCount() > 0) {
            String person = "p" + random.nextInt(500);
            engine.admit(person, Admission.ALWAYS);
            engine.put(person, "f", MODEL, random(random, 32));
            engine.put("steady", "f", MODEL, steady);
            engine.removePerson("p" + random.nextInt(500));
        }
        writing.set(false);
        reader.join();
        assertThat(wrong.get()).isNull();
    }
}
