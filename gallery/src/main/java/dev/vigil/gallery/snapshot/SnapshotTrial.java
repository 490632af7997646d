package dev.vigil.gallery.snapshot;

import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.log.Beginning.FoundTopic;
import dev.vigil.gallery.seal.KeyEncryptionKey;
import dev.vigil.gallery.seal.KeySources;
import dev.vigil.gallery.seal.Vault;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.gallery.state.Place;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Measures a start from a snapshot, as a gallery makes it, with encryption and without Kafka: people with one random face each are
 * written down, and restored by new objects. For benchmarks.
 */
public final class SnapshotTrial {
    private static final String TOPIC = "trial";
    private static final String MODEL = "trial";

    private SnapshotTrial() {}

    /**
     * What it came to.
     *
     * @param people restored
     * @param faces restored
     * @param bytes of all files of the folder
     * @param written time to write the snapshot; the exact rows were written before
     * @param restored time from opening the file until everybody can be searched
     */
    public record Result(int people, int faces, long bytes, Duration written, Duration restored) {}

    /**
     * Runs it once.
     *
     * @param folder empty; holds the snapshot afterwards
     * @param people how many
     * @param dimension of the embeddings
     * @param seed of all that is random
     */
    public static Result run(Path folder, int people, int dimension, long seed) throws IOException {
        Vault vault = Vault.open(KeySources.of("env:K", Map.of("K", KeyEncryptionKey.newKey())), Clock.systemUTC());
        FoundTopic topic = new FoundTopic("id", Map.of(0, 0L), Map.of(0, 1L), Map.of(), Optional.empty());
        Duration written = write(folder, vault, topic, people, dimension, seed);
        long begun = System.nanoTime();
        try (Snapshots snapshots = Snapshots.open(SnapshotConfig.in(folder), TOPIC, vault, Clock.systemUTC())) {
            GalleryState state = new GalleryState(snapshots.engine());
            if (snapshots.beginning(state).of(topic).isEmpty()) {
                throw new IOException("The snapshot was not restored.");
            }
            Duration restored = Duration.ofNanos(System.nanoTime() - begun);
            return new Result(state.peopleCount(), state.faceCount(), bytes(folder), written, restored);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted.", e);
        }
    }

    private static Duration write(Path folder, Vault vault, FoundTopic topic, int people, int dimension, long seed)
            throws IOException {
        try (Snapshots snapshots = Snapshots.open(SnapshotConfig.in(folder), TOPIC, vault, Clock.systemUTC())) {
            GalleryState state = new GalleryState(snapshots.engine());
            snapshots.beginning(state).of(topic);
            Random random = new Random(seed);
            Instant now = Instant.EPOCH;
            for (int i = 0; i < people; i++) {
                enrol(state, new UUID(random.nextLong(), random.nextLong()).toString(), i, dimension, random, now);
            }
            long begun = System.nanoTime();
            snapshots.writeNow(Map.of(0, 1L), state);
            return Duration.ofNanos(System.nanoTime() - begun);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted.", e);
        }
    }

    private static void enrol(GalleryState state, String id, int number, int dimension, Random random, Instant now) {
        Person person = new Person(id, "Person " + number, "", List.of(), false, null, now, now, 1);
        state.apply(new GalleryKey.OfPerson(id), Json.bytes(person));
        float[] values = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            values[i] = (float) random.nextGaussian();
        }
        String face = String.format("%032x", number);
        FaceTemplate template =
                new FaceTemplate(face, id, MODEL, Embedding.normalised(values), "photo " + number, 0.8f, null, now);
        state.apply(new GalleryKey.OfFace(id, face), Json.bytes(template), new Place(0, number));
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
