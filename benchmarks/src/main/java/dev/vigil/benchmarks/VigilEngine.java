package dev.vigil.benchmarks;

import dev.vigil.gallery.search.Admission;
import dev.vigil.gallery.search.Answer;
import dev.vigil.gallery.search.EngineView;
import dev.vigil.gallery.search.ExactSearch;
import dev.vigil.gallery.search.Query;
import dev.vigil.gallery.search.RowCipher;
import dev.vigil.runtime.embedding.Embedding;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The gallery's own search: with its exact rows on the heap, or sealed in mapped files. Thread-safe, but for {@link #put}. */
final class VigilEngine implements Engine {
    private static final String MODEL = "synthetic";
    private static final int HEX = 16;
    /** A fixed time, in which nobody's consent ends. */
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final ExactSearch search;
    private final @Nullable Path folder;

    private VigilEngine(ExactSearch search, @Nullable Path folder) {
        this.search = search;
        this.folder = folder;
    }

    /** The first {@code faces} of {@code source}, all on the heap. */
    static VigilEngine inMemory(SyntheticFaces source, int faces) {
        return new VigilEngine(ExactSearch.inMemory(), null).filled(source, faces);
    }

    /** The first {@code faces} of {@code source}, the exact rows sealed in files of {@code folder}. */
    static VigilEngine mapped(SyntheticFaces source, int faces, Path folder, RowCipher cipher) {
        try {
            return new VigilEngine(ExactSearch.mapped(folder, cipher), folder).filled(source, faces);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The engine of a snapshot of {@code faces} faces, each person admitted again. */
    static VigilEngine restored(Path snapshot, int faces, Path folder, RowCipher cipher) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(snapshot))) {
            VigilEngine engine = new VigilEngine(ExactSearch.restore(folder, cipher, in), folder);
            for (int i = 0; i < faces; i++) {
                engine.search.admit(id(i), Admission.ALWAYS);
            }
            return engine;
        }
    }

    private VigilEngine filled(SyntheticFaces source, int faces) {
        for (int i = 0; i < faces; i++) {
            put(i, source.face(i));
        }
        return this;
    }

    /** Enrols a person with one face. */
    void put(int index, Embedding face) {
        String id = id(index);
        search.admit(id, Admission.ALWAYS);
        search.put(id, id, MODEL, face);
    }

    void remove(int index) {
        search.removePerson(id(index));
    }

    /** Writes a snapshot. */
    void write(Path snapshot) throws IOException {
        try (EngineView view = search.view();
                OutputStream out = Files.newOutputStream(snapshot)) {
            view.write(out);
            view.committed();
        }
    }

    @Override
    public String name() {
        return folder == null ? "vigil" : "vigil-mapped";
    }

    @Override
    public boolean isConcurrent() {
        return true;
    }

    @Override
    public int[][] search(List<Embedding> probes, int k) {
        Answer answer = search.search(new Query(MODEL, probes, k, NOW));
        return answer.hits().stream()
                .map(hits -> hits.stream().mapToInt(hit -> index(hit.person())).toArray())
                .toArray(int[][]::new);
    }

    /** 128 bits in hex, as the gallery's own ids; in the order of the indexes, so that equal scores are too. */
    private static String id(int index) {
        String hex = Integer.toHexString(index);
        return "0".repeat(2 * HEX - hex.length()) + hex;
    }

    private static int index(String id) {
        return Integer.parseInt(id, HEX);
    }

    @Override
    public long bytesOutsideTheHeap() {
        return folder == null ? 0 : Folders.size(folder);
    }

    @Override
    public void close() {}
}
