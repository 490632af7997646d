package dev.vigil.gallery.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedSearchTest {
    private static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");
    private static final int DIMENSION = 24;

    @TempDir
    private Path folder;

    private final Random random = new Random(4);
    private final NaiveSearch naive = new NaiveSearch();
    private final Seal seal = new Seal();
    private final Set<String> people = new HashSet<>();
    private ExactSearch engine;

    @BeforeEach
    void start() throws IOException {
        engine = ExactSearch.mapped(folder, seal);
    }

    /** Turns every bit over and adds a check of the name; refuses to use a name twice. */
    private static final class Seal implements RowCipher {
        private final Set<String> used = ConcurrentHashMap.newKeySet();

        @Override
        public int overhead() {
            return Long.BYTES;
        }

        @Override
        public void seal(long file, int row, ByteBuffer plain, ByteBuffer sealed) {
            assertThat(used.add(file + "/" + row))
                    .as("row %d is sealed twice", row)
                    .isTrue();
            while (plain.hasRemaining()) {
                sealed.put((byte) ~plain.get());
            }
            sealed.putLong(file * 31 + row);
        }

        @Override
        public boolean open(long file, int row, ByteBuffer sealed, ByteBuffer plain) {
            while (sealed.remaining() > Long.BYTES) {
                plain.put((byte) ~sealed.get());
            }
            return sealed.getLong() == file * 31 + row;
        }
    }

    @Test
    void findsWhatAReadingOfEveryFaceFindsThroughChangesSnapshotsAndRestarts() throws IOException {
        for (int round = 0; round < 12; round++) {
            for (int i = 0; i < 1_500; i++) {
                change();
            }
            same();
            if (round % 3 == 2) {
                byte[] snapshot = snapshot();
                engine = ExactSearch.restore(folder, seal, new ByteArrayInputStream(snapshot));
                people.forEach(this::admit);
                same();
            }
        }
        assertThat(files()).isNotEmpty();
    }

    @Test
    void whatHappensAfterTheViewIsNotInIt() throws IOException {
        for (int i = 0; i < 500; i++) {
            change();
        }
        Query query = query();
        Answer then = engine.search(query);
        try (EngineView view = engine.view()) {
            for (int i = 0; i < 500; i++) {
                put("late" + i, "f");
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            view.write(out);
            view.committed();
            ExactSearch restored = ExactSearch.restore(folder, seal, new ByteArrayInputStream(out.toByteArray()));
            people.forEach(person -> restored.admit(person, Admission.ALWAYS));
            assertThat(restored.search(query)).isEqualTo(then);
        }
    }

    @Test
    void whoIsNotAdmittedAgainIsNotFound() throws IOException {
        put("ann", "f");
        admit("ann");
        ExactSearch restored = ExactSearch.restore(folder, seal, new ByteArrayInputStream(snapshot()));
        assertThat(restored.search(query())).isEqualTo(new Answer(0, List.of(List.of(), List.of())));
        assertThat(restored.faces("ann")).isEqualTo(engine.faces("ann")).hasSize(1);
    }

    @Test
    void anErasedRowIsGoneFromTheFileAtOnce() throws IOException {
        put("ann", "f");
        snapshot();
        Path file = files().get(0);
        byte[] with = Files.readAllBytes(file);
        engine.removePerson("ann");
        byte[] without = Files.readAllBytes(file);
        assertThat(with).isNotEqualTo(without);
        for (int i = MappedRows.HEADER; i < without.length; i++) {
            assertThat(without[i]).isZero();
        }
    }

    @Test
    void aRowThatIsErasedBeforeItsTurnNeverComesToTheFile() throws IOException {
        put("ann", "f");
        put("bob", "f");
        admit("bob");
        engine.removePerson("ann");
        snapshot();
        byte[] file = Files.readAllBytes(files().get(0));
        int length = MappedRows.sealedLength(seal, DIMENSION);
        assertThat(Arrays.copyOfRange(file, MappedRows.HEADER, MappedRows.HEADER + length))
                .containsOnly(0);
        assertThat(Arrays.copyOfRange(file, MappedRows.HEADER + length, MappedRows.HEADER + 2 * length))
                .isNotEqualTo(new byte[length]);
        assertThat(engine.faces("bob")).hasSize(1);
    }

    /** As on a full disk: all is taken and found, and what could not be written is written with the next snapshot. */
    @Test
    void rowsThatCannotBeWrittenAreFoundAllTheSameAndWrittenLater() throws IOException {
        putNew(0, 65);
        Path file = files().get(0);
        Path away = folder.resolve("away");
        Files.move(file, away);
        putNew(65, 400);
        engine.removePerson("p70");
        naive.removePerson("p70");
        people.remove("p70");
        same();
        assertThat(engine.unwrittenBytes()).isPositive();
        assertThatThrownBy(this::snapshot).isInstanceOf(IOException.class);
        Files.move(away, file);
        putNew(400, 410);
        ExactSearch restored = ExactSearch.restore(folder, seal, new ByteArrayInputStream(snapshot()));
        assertThat(engine.unwrittenBytes()).isZero();
        same();
        for (String person : people) {
            assertThat(restored.faces(person)).isEqualTo(engine.faces(person)).hasSize(1);
        }
        assertThat(restored.faces("p70")).isEmpty();
    }

    @Test
    void whatIsErasedWhileTheFileCannotBeWrittenIsGoneFromItBeforeTheNextSnapshot() throws IOException {
        putNew(0, 3);
        snapshot();
        Path file = files().get(0);
        Path away = folder.resolve("away");
        Files.move(file, away);
        engine.removePerson("p1");
        assertThat(engine.faces("p1")).isEmpty();
        Files.move(away, file);
        int length = MappedRows.sealedLength(seal, DIMENSION);
        snapshot();
        byte[] bytes = Files.readAllBytes(file);
        assertThat(Arrays.copyOfRange(bytes, MappedRows.HEADER + length, MappedRows.HEADER + 2 * length))
                .containsOnly(0);
    }

    @Test
    void pastItsBoundTheMemoryTakesNoMoreOfWhatCannotBeWritten() throws IOException {
        Path place = Files.createDirectories(folder.resolve("bounded"));
        long two = 2 * LateRows.bytes(MappedRows.sealedLength(seal, DIMENSION));
        engine = ExactSearch.with(new MappedStore(place, seal, new Backlog(two)), Kernels.best());
        Files.delete(place);
        putNew(0, 3 * 64);
        same();
        admit("refused");
        Embedding embedding = embedding();
        Base64Bytes none = Base64Bytes.of(new byte[0]);
        assertThatThrownBy(() -> engine.put("refused", "f", "m", embedding, none))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("can't be written");
        same();
        Files.createDirectories(place);
        putNew(192, 200);
        same();
    }

    private void putNew(int from, int to) {
        for (int i = from; i < to; i++) {
            admit("p" + i);
            put("p" + i, "f");
        }
    }

    @Test
    void filesOfDroppedChunksStayUntilNoSnapshotNamesThem() throws IOException {
        for (int i = 0; i < Chunk.ROWS + 10; i++) {
            put("p" + i, "f");
        }
        snapshot();
        assertThat(files()).hasSize(2);
        for (int i = 0; i < Chunk.ROWS; i++) {
            engine.removePerson("p" + i);
        }
        assertThat(files()).hasSize(2);
        snapshot();
        assertThat(files()).hasSize(1);
    }

    @Test
    void aSnapshotThatIsCutOrDamagedOrLacksItsFilesIsRefused() throws IOException {
        for (int i = 0; i < 100; i++) {
            put("p" + i, "f");
        }
        byte[] whole = snapshot();
        for (int cut : new int[] {0, 3, 8, 100, whole.length / 2, whole.length - 1}) {
            ByteArrayInputStream half = new ByteArrayInputStream(whole, 0, cut);
            assertThatThrownBy(() -> ExactSearch.restore(folder, seal, half)).isInstanceOf(IOException.class);
        }
        whole[0]++;
        assertThatThrownBy(() -> ExactSearch.restore(folder, seal, new ByteArrayInputStream(whole)))
                .isInstanceOf(IOException.class);
        whole[0]--;
        for (Path file : files()) {
            Files.delete(file);
        }
        assertThatThrownBy(() -> ExactSearch.restore(folder, seal, new ByteArrayInputStream(whole)))
                .hasMessageContaining("is missing");
    }

    @Test
    void aDamagedRowIsAnErrorAndNotAWrongAnswer() throws IOException {
        put("ann", "f");
        admit("ann");
        snapshot();
        Path file = files().get(0);
        byte[] bytes = Files.readAllBytes(file);
        int length = MappedRows.sealedLength(seal, DIMENSION);
        bytes[MappedRows.HEADER + length - 1]++;
        Files.write(file, bytes);
        assertThatThrownBy(() -> engine.search(query())).hasMessageContaining("damaged");
    }

    private void same() {
        for (int i = 0; i < 20; i++) {
            Query query = query();
            assertThat(engine.search(query)).isEqualTo(naive.search(query));
        }
        for (String person : people) {
            assertThat(engine.faces(person).stream()
                            .sorted(Comparator.comparing(StoredFace::face))
                            .toList())
                    .isEqualTo(naive.faces(person));
        }
    }

    private Query query() {
        return new Query("m", List.of(embedding(), embedding()), 1 + random.nextInt(9), NOW);
    }

    private void change() {
        String person = id("person" + random.nextInt(400));
        String face = random.nextBoolean() ? id("face" + random.nextInt(6)).replace("-", "") : "f";
        switch (random.nextInt(10)) {
            case 0 -> {
                engine.removePerson(person);
                naive.removePerson(person);
                people.remove(person);
            }
            case 1, 2 -> {
                engine.removeFace(person, face);
                naive.removeFace(person, face);
            }
            default -> {
                admit(person);
                put(person, face);
            }
        }
    }

    private void admit(String person) {
        people.add(person);
        engine.admit(person, Admission.ALWAYS);
        naive.admit(person, Admission.ALWAYS);
    }

    private void put(String person, String face) {
        Embedding embedding = embedding();
        byte[] details = new byte[random.nextInt(SearchEngine.MOST_DETAIL_BYTES + 1)];
        random.nextBytes(details);
        engine.put(person, face, "m", embedding, Base64Bytes.of(details));
        naive.put(person, face, "m", embedding, Base64Bytes.of(details));
    }

    private static String id(String name) {
        return name.hashCode() % 3 == 0
                ? name
                : UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .toString();
    }

    private Embedding embedding() {
        float[] values = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Embedding.normalised(values);
    }

    private byte[] snapshot() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (EngineView view = engine.view()) {
            view.write(out);
            view.committed();
        }
        return out.toByteArray();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }
}
