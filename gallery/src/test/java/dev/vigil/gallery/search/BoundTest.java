package dev.vigil.gallery.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.runtime.embedding.Embedding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The two stages against a full scan, on data made to hurt the first. */
class BoundTest {
    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");

    /** How the numbers of an embedding are made. */
    enum Data {
        GAUSSIAN {
            @Override
            float[] make(Random random, int dimension) {
                return gaussian(random, dimension);
            }
        },
        ALL_EQUAL {
            @Override
            float[] make(Random random, int dimension) {
                return gaussian(new Random(1), dimension);
            }
        },
        NEAR_DUPLICATES {
            @Override
            float[] make(Random random, int dimension) {
                float[] values = gaussian(new Random(random.nextInt(3)), dimension);
                values[random.nextInt(dimension)] += random.nextInt(5) * 1e-6f;
                return values;
            }
        },
        ONE_DOMINANT_DIMENSION {
            @Override
            float[] make(Random random, int dimension) {
                float[] values = gaussian(random, dimension);
                values[random.nextInt(Math.min(3, dimension))] = 1e5f * (random.nextBoolean() ? 1 : -1);
                return values;
            }
        },
        ONE_DOMINANT_BLOCK {
            @Override
            float[] make(Random random, int dimension) {
                float[] values = gaussian(random, dimension);
                for (int i = 0; i < Math.min(dimension, 32); i++) {
                    values[i] *= 1000;
                }
                return values;
            }
        },
        DENORMALS {
            @Override
            float[] make(Random random, int dimension) {
                float[] values = gaussian(random, dimension);
                for (int i = 1; i < dimension; i++) {
                    values[i] *= 1e-42f;
                }
                return values;
            }
        },
        TINY_AND_HUGE {
            @Override
            float[] make(Random random, int dimension) {
                float[] values = gaussian(random, dimension);
                float scale = random.nextBoolean() ? 1e36f : 1e-7f;
                for (int i = 0; i < dimension; i++) {
                    values[i] *= scale;
                }
                return values;
            }
        },
        /** Codes half-way between two whole numbers, where rounding is worst. */
        HALVES {
            @Override
            float[] make(Random random, int dimension) {
                float[] values = new float[dimension];
                for (int i = 0; i < dimension; i++) {
                    values[i] = random.nextInt(20) + 0.5f - 10;
                }
                values[0] = 127;
                return values;
            }
        },
        SIGNS {
            @Override
            float[] make(Random random, int dimension) {
                float[] values = new float[dimension];
                for (int i = 0; i < dimension; i++) {
                    values[i] = random.nextBoolean() ? 1 : -1;
                }
                return values;
            }
        };

        abstract float[] make(Random random, int dimension);

        Embedding embedding(Random random, int dimension) {
            return Embedding.normalised(make(random, dimension));
        }
    }

    private static float[] gaussian(Random random, int dimension) {
        float[] values = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            values[i] = (float) random.nextGaussian() + 1e-3f;
        }
        return values;
    }

    /** The inequality itself, pair by pair. */
    @ParameterizedTest
    @EnumSource
    void noScoreIsFurtherFromTheCompactOneThanTheBoundSays(Data data) {
        Random random = new Random(3);
        for (int dimension : new int[] {1, 2, 3, 5, 31, 33, 128, 512, 777, 4096}) {
            Quantised[] all = new Quantised[24];
            for (int i = 0; i < all.length; i++) {
                all[i] = new Quantised((i % 4 == 0 ? Data.GAUSSIAN : data).embedding(random, dimension));
            }
            for (Quantised probe : all) {
                Bound bound = Bound.of(dimension, probe.error);
                for (Quantised row : all) {
                    float exact = DotProduct.of(probe.exact, 0, row.exact, 0, dimension);
                    float compact = probe.dot(row) * probe.scale * row.scale;
                    assertThat(Math.abs((double) exact - compact)).isLessThanOrEqualTo(bound.of(row.error));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theAnswerIsThatOfAFullScan(Data data) {
        Random random = new Random(data.name().hashCode());
        for (int dimension : new int[] {1, 7, 33, 100, 512}) {
            for (Kernel kernel : KernelsTest.all().toList()) {
                NaiveSearch naive = new NaiveSearch();
                ExactSearch engine = ExactSearch.with(MemoryRows.STORE, kernel);
                for (int i = 0; i < 300; i++) {
                    Embedding embedding = data.embedding(random, dimension);
                    String person = "p" + random.nextInt(80);
                    String face = "f" + random.nextInt(6);
                    Admission admission = new Admission(
                            Instant.MAX, random.nextInt(4) == 0, random.nextBoolean() ? Set.of("w") : Set.of());
                    for (SearchEngine one : List.of(naive, engine)) {
                        one.admit(person, admission);
                        one.put(person, face, "m", embedding);
                    }
                }
                for (int k : new int[] {1, 3, 200}) {
                    for (Filter filter : List.of(
                            Filter.EVERYBODY, new Filter(Set.of("w"), false), new Filter(Set.of("nobody"), true))) {
                        Query query = new Query("m", probes(data, random, dimension), k, NOW, filter);
                        assertThat(engine.search(query))
                                .as("%s, %d, k %d", kernel.name(), dimension, k)
                                .isEqualTo(naive.search(query));
                    }
                }
            }
        }
    }

    private static List<Embedding> probes(Data data, Random random, int dimension) {
        List<Embedding> probes = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(10); i++) {
            probes.add((i % 2 == 0 ? data : Data.GAUSSIAN).embedding(random, dimension));
        }
        return probes;
    }

    private static final class Quantised {
        private final float[] exact;
        private final byte[] codes;
        private final float scale;
        private final float error;

        Quantised(Embedding embedding) {
            exact = embedding.toArray();
            Quantiser quantiser = new Quantiser(exact.length);
            quantiser.take(exact);
            codes = quantiser.bytes();
            scale = quantiser.scale();
            error = quantiser.error();
        }

        int dot(Quantised other) {
            int sum = 0;
            for (int i = 0; i < codes.length; i++) {
                sum += codes[i] * other.codes[i];
            }
            return sum;
        }
    }
}
