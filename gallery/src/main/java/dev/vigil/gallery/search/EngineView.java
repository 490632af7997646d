package dev.vigil.gallery.search;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/**
 * The faces of an engine as they were at one moment, to be written down while the engine goes on: compact rows, whose they are, and
 * the names of the files that the exact ones lie in. Admissions are not in it: whoever restores the engine admits everybody again. A
 * face that was removed before that moment is not written.
 *
 * <p>A snapshot is written so: {@link ExactSearch#view()}; {@link #write}, in the background; when it is safely on the disk in the place
 * of the last one, {@link #committed()}, since files that only older snapshots name are deleted then; {@link #close()} in any case.
 */
public final class EngineView implements AutoCloseable {
    static final int FORMAT = 0x56454E31;

    private final Object lock;
    private final ExactStore store;
    private final List<Part> parts;
    private final Set<ExactRows> exact;
    private boolean closed;

    /** One space. */
    record Part(SpaceName name, Rows rows) {}

    EngineView(Object lock, ExactStore store, List<Part> parts, Set<ExactRows> exact) {
        this.lock = lock;
        this.store = store;
        this.parts = parts;
        this.exact = exact;
        store.hold(exact);
    }

    /**
     * Writes the view; by any thread, once. The exact rows that it names are safe from a crash when this returns. The writer waits while
     * the few rows that lie in memory only are written.
     *
     * @param to flushed at the end, and left open
     */
    public void write(OutputStream to) throws IOException {
        flush();
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(to, 1 << 16));
        out.writeInt(FORMAT);
        out.writeInt(parts.size());
        for (Part part : parts) {
            out.writeUTF(part.name.model());
            out.writeInt(part.name.dimension());
            out.writeInt(part.rows.chunks());
            for (int c = 0; c < part.rows.chunks(); c++) {
                writeChunk(out, part, c);
            }
        }
        out.flush();
    }

    private void flush() throws IOException {
        synchronized (lock) {
            try {
                exact.forEach(ExactRows::flush);
            } catch (UncheckedIOException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }

    private static void writeChunk(DataOutputStream out, Part part, int index) throws IOException {
        Chunk chunk = part.rows.chunk(index);
        int size = part.rows.size(index);
        out.writeInt(size);
        chunk.exact.writeTo(out, size);
        byte[] space = new byte[TileBytes.length(part.name.dimension())];
        for (int t = 0; t * Layout.ROWS < size; t++) {
            int rows = Math.min(Layout.ROWS, size - t * Layout.ROWS);
            TileBytes.write(chunk.tile(t), rows, part.rows.removed(index, t), space, out);
        }
    }

    /** What was written is the newest snapshot now, and safely on the disk. */
    public void committed() {
        synchronized (lock) {
            store.named(exact);
        }
    }

    /** Lets go of the files that it names. */
    @Override
    public void close() {
        synchronized (lock) {
            if (!closed) {
                closed = true;
                store.release(exact);
            }
        }
    }
}
