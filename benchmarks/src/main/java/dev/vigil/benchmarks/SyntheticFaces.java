package dev.vigil.benchmarks;

import dev.vigil.runtime.embedding.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Seeded embeddings of people who don't exist, the same in every run: face {@code i} is made of the seed and {@code i} alone, so that
 * none has to be kept. The cosines of strangers spread by 0.066 around 0 at 512 numbers, as those of a good network do (independent
 * numbers would spread by 0.044): a quarter of the numbers has eight times the variance, and a Walsh–Hadamard transform mixes them all.
 *
 * @param dimension how many numbers each has, at least 4
 * @param seed of the whole gallery
 */
record SyntheticFaces(int dimension, long seed) {
    /** The cosine of a probe with the gallery face that it belongs to. */
    static final double MATE = 0.6;

    private static final float LARGE = (float) Math.sqrt(8);

    /** Face {@code index} of the gallery. */
    Embedding face(int index) {
        return Embedding.normalised(numbers(new SplittableRandom(mix(seed, index))));
    }

    /** Probes: every second one is of a face among the first {@code faces}, the others are of strangers. */
    List<Embedding> probes(int count, int faces) {
        RandomGenerator random = new SplittableRandom(mix(~seed, faces));
        List<Embedding> probes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            float[] stranger = Embedding.normalised(numbers(random)).toArray();
            if (i % 2 == 0) {
                Embedding mate = face(random.nextInt(faces));
                for (int d = 0; d < dimension; d++) {
                    stranger[d] = (float) (MATE * mate.at(d) + Math.sqrt(1 - MATE * MATE) * stranger[d]);
                }
            }
            probes.add(Embedding.normalised(stranger));
        }
        return probes;
    }

    private float[] numbers(RandomGenerator random) {
        float[] numbers = new float[dimension];
        for (int d = 0; d < dimension; d++) {
            float normal = (float) random.nextGaussian();
            numbers[d] = d % 4 == 0 ? LARGE * normal : normal;
        }
        for (int from = 0; from < dimension; ) {
            int length = Integer.highestOneBit(dimension - from);
            mixNumbers(numbers, from, length);
            from += length;
        }
        return numbers;
    }

    /** The Walsh–Hadamard transform of a power of two of numbers, orthogonal. */
    private static void mixNumbers(float[] numbers, int from, int length) {
        for (int half = 1; half < length; half *= 2) {
            for (int block = from; block < from + length; block += 2 * half) {
                for (int i = block; i < block + half; i++) {
                    float a = numbers[i];
                    float b = numbers[i + half];
                    numbers[i] = a + b;
                    numbers[i + half] = a - b;
                }
            }
        }
        float scale = (float) (1 / Math.sqrt(length));
        for (int i = from; i < from + length; i++) {
            numbers[i] *= scale;
        }
    }

    /** Neighbouring indexes get seeds that have nothing in common (the finaliser of SplitMix64). */
    private static long mix(long seed, long index) {
        long z = seed + (index + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
