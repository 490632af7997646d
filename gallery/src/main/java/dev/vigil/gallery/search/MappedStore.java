package dev.vigil.gallery.search;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Exact rows in files of a folder that is the engine's alone, one for each chunk: {@code NUMBER.rows}, the number being random, 16 hex
 * digits. A file that nothing names any more is deleted; one that the last snapshot names, or one that is being written, is kept until
 * a newer snapshot is there.
 */
final class MappedStore implements ExactStore {
    private static final String SUFFIX = ".rows";

    private final Path folder;
    private final RowCipher cipher;
    private final Backlog backlog;
    private final SealingRoom room = new SealingRoom();
    private final SecureRandom random = new SecureRandom();
    /** Numbers of the files that the last snapshot names. */
    private Set<Long> named = Set.of();
    /** By how many views each file is held. */
    private final Map<Long, Integer> held = new HashMap<>();

    private final Map<Long, Path> dropped = new HashMap<>();

    MappedStore(Path folder, RowCipher cipher, Backlog backlog) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.cipher = cipher;
        this.backlog = backlog;
    }

    @Override
    public ExactRows create(int dimension, int rows) {
        long number = random.nextLong();
        return new MappedRows(path(number), number, cipher, room, backlog, dimension, rows);
    }

    @Override
    public ExactRows restore(int dimension, int rows, DataInputStream in) throws IOException {
        long number = in.readLong();
        Path path = path(number);
        long length = MappedRows.length(cipher, dimension, rows);
        if (!Files.exists(path)) {
            throw new IOException("The file of exact rows " + path + " is missing.");
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            if (file.length() < length || file.readLong() != number) {
                throw new IOException("The file of exact rows " + path + " is not whole.");
            }
            file.setLength(length); // what was added after the snapshot is added again, elsewhere
        }
        return new MappedRows(path, number, cipher, room, backlog, dimension, rows).map();
    }

    @Override
    public void drop(ExactRows rows) {
        MappedRows mapped = (MappedRows) rows;
        mapped.drop();
        dropped.put(mapped.number(), mapped.path());
        sweep();
    }

    @Override
    public void hold(Set<ExactRows> rows) {
        numbers(rows).forEach(number -> held.merge(number, 1, Integer::sum));
    }

    @Override
    public void release(Set<ExactRows> rows) {
        numbers(rows).forEach(number -> held.merge(number, -1, (a, b) -> a + b == 0 ? null : a + b));
        sweep();
    }

    @Override
    public void named(Set<ExactRows> rows) {
        named = numbers(rows);
        sweep();
    }

    @Override
    public long unwrittenBytes() {
        return backlog.bytes();
    }

    /** Deletes every file of exact rows but these. */
    void keepOnly(Set<ExactRows> rows) throws IOException {
        Set<Path> kept = numbers(rows).stream().map(this::path).collect(Collectors.toCollection(HashSet::new));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                if (!kept.contains(file)) {
                    Files.delete(file);
                }
            }
        }
    }

    private void sweep() {
        dropped.entrySet().removeIf(file -> {
            if (named.contains(file.getKey()) || held.containsKey(file.getKey())) {
                return false;
            }
            try {
                Files.deleteIfExists(file.getValue());
            } catch (IOException e) {
                throw new UncheckedIOException(file.getValue() + " can't be deleted.", e);
            }
            return true;
        });
    }

    private Path path(long number) {
        return folder.resolve(String.format("%016x", number) + SUFFIX);
    }

    private static Set<Long> numbers(Set<ExactRows> rows) {
        return rows.stream().map(one -> ((MappedRows) one).number()).collect(Collectors.toSet());
    }
}
