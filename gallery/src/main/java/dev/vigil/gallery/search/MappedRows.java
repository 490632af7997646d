package dev.vigil.gallery.search;

import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.json.Base64Bytes;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Exact rows in one file: read through a mapping, each row sealed by itself. The file begins with its number; it is as long as all of
 * its rows from the start, but what isn't written takes no room on the disk. Rows are written by calls and not through the mapping, so
 * that a full disk is an exception and not the end of the process; some of them at a time, since a call costs more than sealing does.
 *
 * <p>Where they can't be written they wait in memory, as far as the {@link Backlog} lets them, and are tried again with every batch
 * that follows and with every snapshot: the file itself is made with the first batch.
 */
final class MappedRows implements ExactRows {
    static final int HEADER = Long.BYTES;

    private final Path path;
    private final long number;
    private final RowCipher cipher;
    private final SealingRoom room;
    private final Backlog backlog;
    private final int dimension;
    private final int sealedLength;
    private final int rows;
    /** Null until the file is there. */
    private volatile @Nullable MappedByteBuffer mapped;
    /** The rows that are in memory only, oldest first: one batch, unless writing fails. */
    private volatile List<LateRows> late = List.of();
    /** Rows of the file that could not be made unreadable yet. The writer's. */
    private final List<Integer> toErase = new ArrayList<>();

    /** Rows of a file that is made with the first of them. */
    MappedRows(Path path, long number, RowCipher cipher, SealingRoom room, Backlog backlog, int dimension, int rows) {
        this.path = path;
        this.number = number;
        this.cipher = cipher;
        this.room = room;
        this.backlog = backlog;
        this.dimension = dimension;
        this.rows = rows;
        this.sealedLength = sealedLength(cipher, dimension);
    }

    /** Maps the file, whose header is written. */
    MappedRows map() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            mapped = map(file);
        }
        return this;
    }

    private MappedByteBuffer map(RandomAccessFile file) throws IOException {
        return file.getChannel().map(FileChannel.MapMode.READ_ONLY, 0, length(cipher, dimension, rows));
    }

    static int sealedLength(RowCipher cipher, int dimension) {
        return Math.addExact(ExactRow.length(dimension), cipher.overhead());
    }

    static long length(RowCipher cipher, int dimension, int rows) {
        return HEADER + (long) rows * sealedLength(cipher, dimension);
    }

    Path path() {
        return path;
    }

    long number() {
        return number;
    }

    @Override
    public void write(int row, Embedding exact, Base64Bytes details) {
        List<LateRows> before = late;
        LateRows open = before.isEmpty() ? null : before.get(before.size() - 1);
        if (open == null || !open.takes(row)) {
            UncheckedIOException full = writeOrHold();
            if (full != null) {
                throw full;
            }
            open = new LateRows(row);
            open.add(exact, details);
            List<LateRows> after = new ArrayList<>(late);
            after.add(open);
            late = List.copyOf(after);
        } else {
            open.add(exact, details);
        }
        if (row == rows - 1) { // no other row comes that would be an occasion
            writeOrHold();
        }
    }

    /** Writes what waits, or lets it wait on; the reason why it can do neither, else null. */
    private @Nullable UncheckedIOException writeOrHold() {
        try {
            flush();
            return null;
        } catch (UncheckedIOException e) {
            return backlog.hold(late, sealedLength, e) ? null : e;
        }
    }

    @Override
    public void flush() {
        if (late.isEmpty() && toErase.isEmpty()) {
            return;
        }
        try {
            makeFile();
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                while (!toErase.isEmpty()) {
                    write(file, ByteBuffer.allocate(sealedLength), toErase.get(toErase.size() - 1));
                    toErase.remove(toErase.size() - 1);
                    backlog.erased();
                }
                while (!late.isEmpty()) {
                    LateRows oldest = late.get(0);
                    write(file, oldest.seal(number, cipher, dimension, room), oldest.first());
                    late = List.copyOf(late.subList(1, late.size())); // the file has them, for whoever looks
                    backlog.release(oldest);
                }
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void makeFile() throws IOException {
        if (mapped == null) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(length(cipher, dimension, rows));
                file.writeLong(number);
                mapped = map(file);
            }
        }
    }

    private void write(FileChannel file, ByteBuffer bytes, int firstRow) throws IOException {
        long at = offset(firstRow);
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }

    @Override
    public boolean read(int row, ExactRow into) {
        for (LateRows batch : late) {
            if (batch.has(row)) {
                return batch.read(row, into);
            }
        }
        MappedByteBuffer there = mapped;
        if (there == null) {
            return false;
        }
        ByteBuffer place = there.duplicate().position((int) offset(row));
        place.limit(place.position() + sealedLength);
        return cipher.open(number, row, place, into.emptyBytes()) && into.readBytes();
    }

    @Override
    public void writeTo(DataOutputStream out, int rows) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.force(true);
        }
        out.writeLong(number);
    }

    @Override
    public void erase(int row) {
        for (LateRows batch : late) {
            if (batch.has(row)) {
                batch.erase(row);
                if (!batch.mayBeInTheFile()) {
                    return;
                }
            }
        }
        if (mapped == null) {
            return;
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            write(file, ByteBuffer.allocate(sealedLength), row);
        } catch (IOException e) { // nobody finds it; no snapshot is written before it is gone
            toErase.add(row);
            backlog.notErased(e);
        }
    }

    /** Nobody writes or reads it any more. */
    void drop() {
        late.forEach(backlog::release);
        toErase.forEach(row -> backlog.erased());
    }

    private UncheckedIOException failed(IOException cause) {
        return new UncheckedIOException("Exact rows can't be written to " + path + ".", cause);
    }

    private long offset(int row) {
        return HEADER + (long) row * sealedLength;
    }
}
