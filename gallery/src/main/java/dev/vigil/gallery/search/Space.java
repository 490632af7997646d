package dev.vigil.gallery.search;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The faces of one model and dimension: embeddings of different spaces never meet. One writer, any number of searches. */
final class Space {
    /** Rows of a sparse chunk that move with each change: a change never waits long for the tidying. */
    private static final int MOVES = 8;
    /** Searches of an engine that changes all the while that are let go by before one holds the writer up. */
    private static final int PATIENCE = 4;

    private final SpaceName name;
    private final ChunkTable table;
    private final ExactStore store;
    private final Census census = new Census();
    private final SharedPasses passes;
    private final Quantiser quantiser;
    /** Of what is put. */
    private final float[] numbers;
    /** For what moves. */
    private final ExactRow moved;

    private final byte[] movedCodes;
    private final List<Chunk> chunks = new ArrayList<>();
    private final ArrayDeque<Chunk> sparse = new ArrayDeque<>();

    private volatile Rows rows = Rows.of(List.of());
    private volatile int living;

    Space(SpaceName name, ChunkTable table, ExactStore store, Kernel kernel, int leaders) {
        this.name = name;
        this.table = table;
        this.store = store;
        this.passes = new SharedPasses(new Pass(kernel), () -> rows, leaders);
        this.quantiser = new Quantiser(name.dimension());
        this.numbers = new float[name.dimension()];
        this.moved = new ExactRow(name.dimension());
        this.movedCodes = new byte[name.dimension()];
    }

    SpaceName name() {
        return name;
    }

    Census census() {
        return census;
    }

    Rows rows() {
        return rows;
    }

    boolean isEmpty() {
        return living == 0;
    }

    /** Adds a face; in one step it takes the place of the one in slot {@code old}, unless that is {@link Owner#NOWHERE}. */
    void put(Owner owner, String face, Embedding exact, Base64Bytes details, int old) {
        exact.copyTo(numbers, 0);
        quantiser.take(numbers);
        Chunk replaced = old == Owner.NOWHERE ? null : table.chunk(old);
        int row = append(owner, face, exact, details, quantiser.bytes(), quantiser.scale(), quantiser.error());
        Chunk last = last();
        if (replaced == null) {
            publish(last);
            count(owner, 1);
            owner.add(last.slot(row));
        } else {
            replaced.remove(ChunkTable.row(old));
            publish(last, replaced);
            owner.replace(old, last.slot(row));
            replaced.exact.erase(ChunkTable.row(old));
            noteIfSparse(replaced);
        }
        tidy();
    }

    /** Removes the face in that slot. */
    void remove(Owner owner, int slot) {
        Chunk chunk = table.chunk(slot);
        chunk.remove(ChunkTable.row(slot));
        publish(chunk);
        count(owner, -1);
        owner.remove(slot);
        chunk.exact.erase(ChunkTable.row(slot));
        noteIfSparse(chunk);
        tidy();
    }

    /** How many of the owner's faces are here. */
    int faces(Owner owner) {
        int faces = 0;
        for (int slot : owner.slots()) {
            if (table.chunk(slot).space == this) {
                faces++;
            }
        }
        return faces;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void count(Owner owner, int by) {
        int before = faces(owner);
        census.changed(owner.access().until(), before, before + by);
        living += by;
    }

    private Chunk last() {
        return chunks.get(chunks.size() - 1);
    }

    /** Writes a row behind the last one; it is not published yet. */
    private int append(
            Owner owner, String face, Embedding exact, Base64Bytes details, byte[] codes, float scale, float error) {
        if (chunks.isEmpty() || last().isFull()) {
            addChunk();
        }
        Chunk chunk = last();
        int row = chunk.size();
        Tile tile = chunk.tileToWrite(row, name.dimension());
        chunk.size(row + 1);
        try {
            chunk.exact.write(row, exact, details);
        } catch (RuntimeException e) {
            chunk.remove(row); // a place is written once, even where that fails
            throw e;
        }
        int within = row % Layout.ROWS;
        Layout.write(codes, tile.codes, tile.at, within);
        tile.scales[within] = scale;
        tile.errors[within] = error;
        tile.owners[within] = owner;
        tile.id(within, face);
        return row;
    }

    private void addChunk() {
        Chunk full = chunks.isEmpty() ? null : last();
        ExactRows exact = store.create(name.dimension(), Chunk.ROWS);
        chunks.add(table.add(number -> new Chunk(this, exact, number, Chunk.ROWS)));
        rows = Rows.of(chunks);
        if (full != null) {
            noteIfSparse(full);
        }
    }

    private void publish(Chunk... changed) {
        Rows next = rows;
        for (Chunk chunk : changed) {
            next = next.with(chunks.indexOf(chunk));
        }
        rows = next;
    }

    private void noteIfSparse(Chunk chunk) {
        if (chunk.isSparse() && chunk != last() && !sparse.contains(chunk)) {
            sparse.add(chunk);
        }
    }

    /** Puts in a chunk that is read back: full, so that nothing is added to it. */
    void restore(IntFunction<Chunk> make) {
        Chunk chunk = table.add(make);
        chunks.add(chunk);
        rows = Rows.of(chunks);
        long[] marks = chunk.removed();
        for (int row = 0; row < chunk.size(); row++) {
            if ((marks[row / Layout.ROWS] & 1L << row) == 0) {
                Owner owner = chunk.tile(row / Layout.ROWS).owner(row % Layout.ROWS);
                count(owner, 1);
                owner.add(chunk.slot(row));
            }
        }
    }

    /** Moves a few rows of a chunk of which most is gone to the end; drops it once nothing is left. */
    private void tidy() {
        Chunk chunk = sparse.peek();
        if (chunk == null) {
            return;
        }
        int moves = MOVES;
        for (int row = 0; moves > 0 && chunk.living() > 0; row++) {
            if (chunk.has(row)) {
                move(chunk, row);
                moves--;
            } else if (chunk.removed()[row / Layout.ROWS] == -1) {
                row |= Layout.ROWS - 1;
            }
        }
        if (chunk.living() == 0) {
            sparse.remove();
            chunks.remove(chunk);
            rows = Rows.of(chunks);
            table.drop(chunk);
            store.drop(chunk.exact);
        }
    }

    private void move(Chunk from, int row) {
        Tile tile = from.tile(row / Layout.ROWS);
        int within = row % Layout.ROWS;
        Owner owner = tile.owner(within);
        if (!from.exact.read(row, moved)) {
            throw new IllegalStateException("A row of the exact faces is damaged.");
        }
        Layout.read(tile.codes, tile.at, within, movedCodes);
        int to = append(
                owner,
                tile.id(within),
                moved.embedding(),
                Base64Bytes.of(moved.details()),
                movedCodes,
                tile.scales[within],
                tile.errors[within]);
        from.remove(row);
        publish(last(), from);
        owner.replace(from.slot(row), last().slot(to));
    }

    /** The best people for each probe of the query; {@code alone} runs a search while the writer waits. */
    Answer search(Query query, Looks.Changes changes, Alone alone) {
        List<Probe> probes = query.probes().stream()
                .map(embedding -> new Probe(embedding, query, changes))
                .toList();
        passes.run(probes);
        List<List<Answer.Hit>> hits = new ArrayList<>();
        for (Probe probe : probes) {
            hits.add(finish(probe, alone));
        }
        return new Answer(census.searchable(query.now().toEpochMilli()), hits);
    }

    /** Runs something while the writer waits. */
    interface Alone {
        /** Returns what it returned. */
        Optional<List<Answer.Hit>> run(Supplier<Optional<List<Answer.Hit>>> search);
    }

    private List<Answer.Hit> finish(Probe probe, Alone alone) {
        Optional<List<Answer.Hit>> hits = probe.finish();
        for (int i = 0; hits.isEmpty() && i < PATIENCE; i++) {
            passes.run(List.of(probe));
            hits = probe.finish();
        }
        return hits.or(() -> alone.run(() -> {
                    passes.run(List.of(probe));
                    return probe.finish();
                }))
                .orElseThrow(() -> new IllegalStateException("A row of the exact faces is damaged."));
    }
}
