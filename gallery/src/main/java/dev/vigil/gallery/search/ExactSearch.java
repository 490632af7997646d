package dev.vigil.gallery.search;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best people exactly, in about the time that it takes to read a byte for each number: a first pass over compact rows leaves
 * those that may be among the best ({@link Bound} says why no other can be), and those alone are read and compared exactly. The answer
 * is that of a full scan with {@link DotProduct}, to the last bit.
 *
 * <p>Rows lie in tiles of 64 ({@link Layout}), tiles in append-only chunks of 8,192; a removal sets a mark, and a chunk of which most is
 * gone moves to the end, a few rows with each change. Each change publishes an immutable state ({@link Rows}); a search reads one.
 * Where what it needs is gone by the time that it comes to it, it begins again; if that happens too often, it holds the writer up for
 * one search. Concurrent searches share passes ({@link SharedPasses}).
 */
public final class ExactSearch implements SearchEngine {
    /** People mostly have one of a few admissions. */
    private static final int KNOWN_ACCESSES = 1024;

    private final Map<SpaceName, Space> spaces = new ConcurrentHashMap<>();
    private final Owners owners = new Owners();
    private final ChunkTable table = new ChunkTable();
    private final ExactStore store;
    private final Kernel kernel;
    /** Only the writer looks. */
    private final Map<Admission, Access> accesses = new HashMap<>();
    /** How often somebody's access changed who has faces. */
    private volatile long accessChanges;

    private ExactSearch(ExactStore store, Kernel kernel) {
        this.store = store;
        this.kernel = kernel;
    }

    /** An engine with nobody in it, which keeps everything on the heap: about five bytes for each number. */
    public static ExactSearch inMemory() {
        return with(MemoryRows.STORE, Kernels.best());
    }

    /**
     * An engine with nobody in it, which keeps compact rows on the heap and exact ones in files of {@code folder}, sealed.
     *
     * @param folder made where it is missing; the engine's alone: files of exact rows in it are deleted
     * @throws IOException if it can't be used
     */
    public static ExactSearch mapped(Path folder, RowCipher cipher) throws IOException {
        MappedStore store = new MappedStore(folder, cipher, Backlog.ofHeap());
        store.keepOnly(Set.of());
        return with(store, Kernels.best());
    }

    /**
     * The engine that an {@link EngineView} was written of, with the exact rows in {@code folder}. Nobody is admitted yet.
     *
     * @param in read exactly as far as was written
     * @throws IOException if it can't be read, or is damaged, or a file of exact rows is not as it was; nothing is lost then but time,
     *     since the log has everything
     */
    public static ExactSearch restore(Path folder, RowCipher cipher, InputStream in) throws IOException {
        MappedStore store = new MappedStore(folder, cipher, Backlog.ofHeap());
        ExactSearch engine = with(store, Kernels.best());
        engine.read(new DataInputStream(in));
        Set<ExactRows> exact = engine.exact();
        store.named(exact);
        store.keepOnly(exact);
        return engine;
    }

    static ExactSearch with(ExactStore store, Kernel kernel) {
        return new ExactSearch(store, kernel);
    }

    @Override
    public synchronized void admit(String person, Admission admission) {
        admit(owners.findOrAdd(person), access(admission));
    }

    @Override
    public synchronized void removePerson(String person) {
        owners.find(person).ifPresent(owner -> {
            admit(owner, Access.NONE); // at once for every face, before they go one by one
            owners.remove(owner);
            while (owner.slots().length > 0) {
                remove(owner, owner.slots()[0]); // what is left may move each time
            }
        });
    }

    @Override
    public synchronized void put(String person, String face, String model, Embedding embedding, Base64Bytes details) {
        if (details.size() > MOST_DETAIL_BYTES) {
            throw new IllegalArgumentException("A face has " + details.size() + " bytes of details, "
                    + MOST_DETAIL_BYTES + " at most may be kept.");
        }
        Owner owner = owners.findOrAdd(person);
        Space space = space(new SpaceName(model, embedding.dimension()));
        int old = slot(owner, face);
        if (old != Owner.NOWHERE && table.chunk(old).space != space) {
            remove(owner, old);
            old = Owner.NOWHERE;
        }
        space.put(owner, face, embedding, details, old);
    }

    @Override
    public synchronized void removeFace(String person, String face) {
        owners.find(person).ifPresent(owner -> {
            int slot = slot(owner, face);
            if (slot != Owner.NOWHERE) {
                remove(owner, slot);
            }
        });
    }

    @Override
    public Optional<StoredFace> face(String person, String face) {
        return stored(person, face).stream().findFirst();
    }

    @Override
    public List<StoredFace> faces(String person) {
        return stored(person, null);
    }

    @Override
    public boolean has(String person, String face) {
        return faceIds(person).contains(face);
    }

    @Override
    public List<String> faceIds(String person) {
        return rows(person, (chunk, row) -> chunk.tile(row / Layout.ROWS).id(row % Layout.ROWS));
    }

    @Override
    public List<String> models(String person) {
        return rows(person, (chunk, row) -> chunk.space.name().model());
    }

    /** What lies in memory of a person's faces. */
    private List<String> rows(String person, BiFunction<Chunk, Integer, String> look) {
        Owner owner = owners.find(person).orElse(null);
        if (owner == null) {
            return List.of();
        }
        for (int i = 0; i < 100; i++) {
            List<String> found = tryRows(owner, look);
            if (found != null) {
                return found;
            }
        }
        synchronized (this) {
            return Objects.requireNonNull(tryRows(owner, look), "A row has no owner.");
        }
    }

    /** Null where a row was moved meanwhile. */
    private @Nullable List<String> tryRows(Owner owner, BiFunction<Chunk, Integer, String> look) {
        List<String> found = new ArrayList<>();
        for (int slot : owner.slots()) {
            Chunk chunk = table.find(slot);
            int row = ChunkTable.row(slot);
            if (chunk == null || chunk.owner(row) != owner) {
                return null;
            }
            found.add(look.apply(chunk, row));
            if (chunk.owner(row) != owner) {
                return null;
            }
        }
        return found;
    }

    @Override
    public Answer search(Query query) {
        Space space = spaces.get(new SpaceName(query.model(), query.dimension()));
        if (space == null) {
            return new Answer(
                    0,
                    query.probes().stream().map(probe -> List.<Answer.Hit>of()).toList());
        }
        return space.search(query, () -> accessChanges, search -> {
            synchronized (this) {
                return search.get();
            }
        });
    }

    @Override
    public Set<Integer> dimensions(String model) {
        return spaces.values().stream()
                .filter(space -> space.name().model().equals(model) && !space.isEmpty())
                .map(space -> space.name().dimension())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** How many bytes of exact rows wait in memory because they can't be written, as on a full disk. */
    public long unwrittenBytes() {
        return store.unwrittenBytes();
    }

    /** The faces as they are at this moment, to be written down; must be closed. */
    public synchronized EngineView view() {
        return new EngineView(
                this,
                store,
                spaces.values().stream()
                        .map(space -> new EngineView.Part(space.name(), space.rows()))
                        .toList(),
                exact());
    }

    private Set<ExactRows> exact() {
        return spaces.values().stream()
                .flatMap(space -> space.rows().all())
                .map(chunk -> chunk.exact)
                .collect(Collectors.toUnmodifiableSet());
    }

    synchronized void read(DataInputStream in) throws IOException {
        if (in.readInt() != EngineView.FORMAT) {
            throw new IOException("This is no snapshot of the search engine, or one of another format.");
        }
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            SpaceName name = new SpaceName(in.readUTF(), in.readInt());
            if (name.dimension() < 1) {
                throw new IOException("The snapshot has embeddings without numbers.");
            }
            Space space = space(name);
            int chunks = in.readInt();
            for (int c = 0; c < chunks; c++) {
                readChunk(in, space);
            }
        }
    }

    private void readChunk(DataInputStream in, Space space) throws IOException {
        int dimension = space.name().dimension();
        int size = in.readInt();
        if (size < 0 || size > Chunk.ROWS) {
            throw new IOException("A chunk of the snapshot has " + size + " rows.");
        }
        ExactRows exact = store.restore(dimension, size, in);
        List<Tile> tiles = new ArrayList<>();
        long[] removed = new long[(size + Layout.ROWS - 1) / Layout.ROWS];
        byte[] bytes = new byte[TileBytes.length(dimension)];
        for (int t = 0; t < removed.length; t++) {
            Tile tile = Tile.after(t == 0 ? null : tiles.get(t - 1), dimension, removed.length - t);
            long present = TileBytes.read(in, bytes, tile, owners::findOrAdd);
            int rows = Math.min(Layout.ROWS, size - t * Layout.ROWS);
            removed[t] = ~present & (rows == Layout.ROWS ? -1 : (1L << rows) - 1);
            tiles.add(tile);
        }
        space.restore(number -> {
            Chunk chunk = new Chunk(space, exact, number, size);
            for (int t = 0; t < tiles.size(); t++) {
                chunk.tile(t, tiles.get(t));
            }
            chunk.size(size);
            chunk.removed(removed);
            return chunk;
        });
    }

    private Space space(SpaceName name) {
        return spaces.computeIfAbsent(
                name,
                n -> new Space(n, table, store, kernel, Runtime.getRuntime().availableProcessors()));
    }

    private Access access(Admission admission) {
        if (accesses.size() == KNOWN_ACCESSES) {
            accesses.clear();
        }
        return accesses.computeIfAbsent(admission, Access::of);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void admit(Owner owner, Access access) {
        Access before = owner.access();
        if (before.equals(access)) {
            return;
        }
        owner.access(access);
        if (owner.slots().length > 0) {
            accessChanges++;
            spaces.values().forEach(space -> {
                int faces = space.faces(owner);
                if (faces > 0) {
                    space.census().moved(before.until(), access.until(), faces);
                }
            });
        }
    }

    private void remove(Owner owner, int slot) {
        table.chunk(slot).space.remove(owner, slot);
    }

    /** Where the owner's face of that id lies. By the writer. */
    private int slot(Owner owner, String face) {
        for (int slot : owner.slots()) {
            int row = ChunkTable.row(slot);
            if (table.chunk(slot).tile(row / Layout.ROWS).id(row % Layout.ROWS).equals(face)) {
                return slot;
            }
        }
        return Owner.NOWHERE;
    }

    /** A person's faces, or the one of that id; looks again where they change under way. */
    private List<StoredFace> stored(String person, @Nullable String face) {
        Owner owner = owners.find(person).orElse(null);
        for (int i = 0; owner != null && i < 100; i++) {
            List<StoredFace> faces = tryStored(owner, face);
            if (faces != null) {
                return faces;
            }
        }
        if (owner == null) {
            return List.of();
        }
        synchronized (this) {
            List<StoredFace> faces = tryStored(owner, face);
            if (faces == null) {
                throw new IllegalStateException("A row of the exact faces is damaged.");
            }
            return faces;
        }
    }

    private @Nullable List<StoredFace> tryStored(Owner owner, @Nullable String face) {
        List<StoredFace> faces = new ArrayList<>();
        for (int slot : owner.slots()) {
            Chunk chunk = table.find(slot);
            int row = ChunkTable.row(slot);
            if (chunk == null || chunk.owner(row) != owner) {
                return null;
            }
            String id = chunk.tile(row / Layout.ROWS).id(row % Layout.ROWS);
            if (face == null || face.equals(id)) {
                ExactRow exact = new ExactRow(chunk.space.name().dimension());
                if (!chunk.read(row, exact)) {
                    return null;
                }
                faces.add(new StoredFace(
                        id, chunk.space.name().model(), exact.embedding(), Base64Bytes.of(exact.details())));
            }
        }
        return faces;
    }
}
