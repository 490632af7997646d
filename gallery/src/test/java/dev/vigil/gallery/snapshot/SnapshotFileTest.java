package dev.vigil.gallery.snapshot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.gallery.event.FaceTemplate;
import dev.vigil.gallery.event.GalleryKey;
import dev.vigil.gallery.event.Person;
import dev.vigil.gallery.log.Beginning.FoundTopic;
import dev.vigil.gallery.seal.KeyEncryptionKey;
import dev.vigil.gallery.seal.KeySources;
import dev.vigil.gallery.seal.Vault;
import dev.vigil.gallery.search.Query;
import dev.vigil.gallery.state.GalleryState;
import dev.vigil.gallery.state.Place;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.runtime.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots without a log: what they hold, and what is done with those that are of no use. */
class SnapshotFileTest {
    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");
    private static final Map<Integer, Long> OFFSETS = Map.of(0, 40L, 1, 7L);
    private static final int PEOPLE = 300;
    private static final Duration RETENTION = Duration.ofDays(7);

    @TempDir
    Path folder;

    private final Vault vault = vault();
    private Instant now = NOW;

    private static Vault vault() {
        return Vault.open(KeySources.of("env:K", Map.of("K", KeyEncryptionKey.newKey())), Clock.systemUTC());
    }

    private static FoundTopic topic(String id, long start, long end) {
        return new FoundTopic(
                id,
                Map.of(0, start, 1, 0L),
                Map.of(0, end, 1, 7L),
                Map.of("delete.retention.ms", Long.toString(RETENTION.toMillis())),
                Optional.empty());
    }

    private static final FoundTopic TOPIC = topic("one", 0, 50);

    /** What a start comes to: where reading begins, who is there, and whether they are found. */
    private record Start(Map<Integer, Long> from, int people, int faces, boolean found) {}

    private static final Start FROM_THE_LOG = new Start(Map.of(), 0, 0, false);

    private Snapshots open(Vault by) {
        return Snapshots.open(SnapshotConfig.in(folder), "changed", by, Clock.fixed(now, ZoneOffset.UTC));
    }

    private void write(Vault by) throws Exception {
        try (Snapshots snapshots = open(by)) {
            GalleryState state = new GalleryState(snapshots.engine());
            snapshots.beginning(state).of(TOPIC);
            for (int i = 0; i < PEOPLE; i++) {
                Person person = new Person("p" + i, "Name " + i, "", List.of(), false, null, NOW, NOW, 1);
                state.apply(new GalleryKey.OfPerson(person.id()), Json.bytes(person));
                FaceTemplate face =
                        new FaceTemplate("f", person.id(), "m", embedding(i), "x".repeat(50), 0.5f, null, NOW);
                state.apply(new GalleryKey.OfFace(person.id(), "f"), Json.bytes(face), new Place(0, i));
            }
            snapshots.writeNow(OFFSETS, state);
        }
    }

    private Start start(Vault by, FoundTopic found) throws Exception {
        try (Snapshots snapshots = open(by)) {
            GalleryState state = new GalleryState(snapshots.engine());
            Map<Integer, Long> from = snapshots.beginning(state).of(found);
            boolean hit = !snapshots
                    .engine()
                    .search(new Query("m", List.of(embedding(7)), 1, NOW))
                    .hits()
                    .get(0)
                    .isEmpty();
            return new Start(from, state.peopleCount(), state.faceCount(), hit);
        }
    }

    private static Embedding embedding(int seed) {
        float[] values = new float[64];
        Random random = new Random(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Embedding.normalised(values);
    }

    private Path file() {
        return folder.resolve("gallery.snapshot");
    }

    @Test
    void aStartGoesOnFromTheSnapshot() throws Exception {
        assertThat(start(vault, TOPIC)).isEqualTo(FROM_THE_LOG);
        write(vault);
        assertThat(start(vault, TOPIC)).isEqualTo(new Start(OFFSETS, PEOPLE, PEOPLE, true));
        try (Snapshots snapshots = open(vault)) {
            GalleryState state = new GalleryState(snapshots.engine());
            snapshots.beginning(state).of(TOPIC);
            assertThat(state.person("p7").orElseThrow().name()).isEqualTo("Name 7");
            assertThat(state.faces("p7")).singleElement().satisfies(face -> {
                assertThat(face.embedding()).isEqualTo(embedding(7));
                assertThat(face.source()).isEqualTo("x".repeat(50));
                assertThat(face.place()).isEqualTo(new Place(0, 7));
            });
        }
    }

    @Test
    void nothingOfItCanBeReadWithoutTheKey() throws Exception {
        write(vault);
        byte[] numbers = bytes(embedding(7));
        for (Path one : files()) {
            byte[] bytes = Files.readAllBytes(one);
            assertThat(contains(bytes, "Name 7".getBytes(ISO_8859_1))).isFalse();
            assertThat(contains(bytes, numbers)).isFalse();
        }
    }

    @Test
    void whatIsNotWholeIsDeletedAndTheLogReadFromItsStart() throws Exception {
        write(vault);
        byte[] whole = Files.readAllBytes(file());
        Random random = new Random(3);
        for (int i = 0; i < 60; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            assertOfNoUse(damaged);
        }
        for (int length : new int[] {0, 1, 8, 100, whole.length / 2, 16_424 + 100, whole.length - 1}) {
            assertOfNoUse(Arrays.copyOf(whole, length));
        }
        assertOfNoUse(Arrays.copyOf(whole, whole.length + 1));
        write(vault);
        assertThat(start(vault, TOPIC).people()).isEqualTo(PEOPLE);
    }

    private void assertOfNoUse(byte[] content) throws Exception {
        Files.write(file(), content);
        assertThat(start(vault, TOPIC)).isEqualTo(FROM_THE_LOG);
        assertThat(file()).doesNotExist();
        assertThat(rows()).isEmpty();
    }

    @Test
    void whatIsOfAnotherKeyTopicOrTimeIsDeleted() throws Exception {
        for (FoundTopic other : List.of(
                topic("another", 0, 50),
                topic("one", 41, 50),
                topic("one", 0, 39),
                new FoundTopic("one", Map.of(0, 0L), Map.of(0, 50L), Map.of(), Optional.empty()))) {
            write(vault);
            assertThat(start(vault, other)).isEqualTo(FROM_THE_LOG);
            assertThat(file()).doesNotExist();
        }
        write(vault);
        assertThat(start(vault(), TOPIC)).as("another key").isEqualTo(FROM_THE_LOG);
        write(vault);
        assertThat(start(Vault.none(), TOPIC)).as("no key").isEqualTo(FROM_THE_LOG);
    }

    @Test
    void oneThatTombstonesMayHaveLeftTheLogSinceIsNeverUsed() throws Exception {
        write(vault);
        now = NOW.plus(RETENTION.dividedBy(2));
        assertThat(start(vault, TOPIC).people()).isEqualTo(PEOPLE);
        now = now.plusMillis(1);
        assertThat(start(vault, TOPIC)).isEqualTo(FROM_THE_LOG);
        now = NOW;
        write(vault);
        now = NOW.minusSeconds(1);
        assertThat(start(vault, TOPIC)).as("a clock that was set back").isEqualTo(FROM_THE_LOG);
        now = NOW;
        write(vault);
        FoundTopic later =
                new FoundTopic("one", TOPIC.starts(), TOPIC.ends(), TOPIC.settings(), Optional.of(NOW.plus(RETENTION)));
        assertThat(start(vault, later))
                .as("a clock that stands, beside records that tell otherwise")
                .isEqualTo(FROM_THE_LOG);
    }

    @Test
    void onlyOneGalleryUsesAFolder() throws Exception {
        try (Snapshots first = open(vault)) {
            assertThat(first.engine()).isNotNull();
            assertThatThrownBy(() -> open(vault))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("is another gallery's");
        }
    }

    @Test
    void aWriteThatFailsLeavesTheOldOne() throws Exception {
        write(vault);
        byte[] before = Files.readAllBytes(file());
        SnapshotFile target = new SnapshotFile(folder);
        try (Snapshots snapshots = open(vault)) {
            GalleryState state = new GalleryState(snapshots.engine());
            SnapshotHead head =
                    new SnapshotHead("changed", "one", NOW, OFFSETS, List.of(), null, Base64Bytes.of(new byte[32]));
            assertThatThrownBy(() -> target.write(vault, head, state.view(), SnapshotFileTest::fullDisk))
                    .isInstanceOf(IOException.class);
        }
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        assertThat(folder.resolve("gallery.snapshot.draft")).doesNotExist();
    }

    private static void fullDisk(OutputStream out) throws IOException {
        out.write(new byte[100_000]);
        throw new IOException("No space left on device");
    }

    @Test
    void whoIsErasedLeavesTheExactRowsAtOnceAndTheSnapshotWithTheNext() throws Exception {
        Vault plain = Vault.none(); // so that the bytes can be looked for
        write(plain);
        byte[] numbers = bytes(embedding(7));
        assertThat(holding(numbers)).isNotEmpty();
        try (Snapshots snapshots = open(plain)) {
            GalleryState state = new GalleryState(snapshots.engine());
            snapshots.beginning(state).of(TOPIC);
            for (int i = 0; i < PEOPLE; i++) {
                if (i % 100 == 7) {
                    state.apply(new GalleryKey.OfPerson("p" + i), null);
                }
            }
            assertThat(holding(numbers)).isEmpty();
            assertThat(state.erasures()).isEqualTo(3);
            snapshots.writeNow(OFFSETS, state);
        }
        assertThat(start(plain, TOPIC)).isEqualTo(new Start(OFFSETS, PEOPLE - 3, PEOPLE - 3, true));
        try (Snapshots snapshots = open(plain)) {
            GalleryState state = new GalleryState(snapshots.engine());
            snapshots.beginning(state).of(TOPIC);
            assertThat(state.person("p7")).isEmpty();
            assertThat(state.faces("p7")).isEmpty();
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(one -> !one.endsWith("lock"))
                    .toList();
        }
    }

    private List<Path> rows() throws IOException {
        return files().stream().filter(one -> one.toString().endsWith(".rows")).toList();
    }

    private List<Path> holding(byte[] wanted) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path one : files()) {
            if (contains(Files.readAllBytes(one), wanted)) {
                found.add(one);
            }
        }
        return found;
    }

    private static byte[] bytes(Embedding embedding) {
        ByteBuffer bytes = ByteBuffer.allocate(embedding.dimension() * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(embedding.toArray());
        return bytes.array();
    }

    private static boolean contains(byte[] all, byte[] wanted) {
        return new String(all, ISO_8859_1).contains(new String(wanted, ISO_8859_1));
    }
}
