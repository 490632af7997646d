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
import org.jspecify.annotations.Nullable;

/**
 * Exact rows in one file: read through a mapping, each row sealed by itself. The file begins with its number; it is as long as all of
 * its rows from the start, but what isn't written takes no room on the disk. Rows are written by calls and not through the mapping, so
 * that a full disk is an exception and not the end of the process; some of them at a time, since a call costs more than sealing does.
 */
final class MappedRows implements ExactRows {
    static final int HEADER = Long.BYTES;

    private final Path path;
    private final long number;
    private final RowCipher cipher;
    private final SealingRoom room;
    private final int dimension;
    private final int sealedLength;
    private final MappedByteBuffer mapped;
    private final int rows;
    /** The rows that came last: in memory only, until there are as many as are written at once. */
    private volatile @Nullable LateRows late;

    /** Maps a file of {@code rows} rows whose header is written. */
    MappedRows(Path path, long number, RowCipher cipher, SealingRoom room, int dimension, int rows) throws IOException {
        this.path = path;
        this.number = number;
        this.cipher = cipher;
        this.room = room;
        this.dimension = dimension;
        this.rows = rows;
        this.sealedLength = sealedLength(cipher, dimension);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            mapped = file.getChannel().map(FileChannel.MapMode.READ_ONLY, 0, length(cipher, dimension, rows));
        }
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
        LateRows open = late;
        if (open != null && !open.takes(row)) {
            flush();
            open = null;
        }
        if (open == null) {
            open = new LateRows(row);
        }
        open.add(exact, details);
        late = open;
        if (row == rows - 1) {
            flushLast(open);
        }
    }

    /** No other row comes that would be an occasion: this one is not taken where they can't be written. */
    private void flushLast(LateRows open) {
        try {
            flush();
        } catch (UncheckedIOException e) {
            open.dropLast();
            throw e;
        }
    }

    @Override
    public void flush() {
        LateRows open = late;
        if (open == null) {
            return;
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            ByteBuffer sealed = open.seal(number, cipher, dimension, room);
            long at = offset(open.first());
            while (sealed.hasRemaining()) {
                at += file.write(sealed, at);
            }
        } catch (IOException e) {
            throw failed(e);
        }
        late = null; // the file has them from here on, for whoever looks
    }

    @Override
    public boolean read(int row, ExactRow into) {
        LateRows open = late;
        if (open != null && open.has(row)) {
            return open.read(row, into);
        }
        ByteBuffer place = mapped.duplicate().position((int) offset(row));
        place.limit(place.position() + sealedLength);
        return cipher.open(number, row, place, into.emptyBytes()) && into.readBytes();
    }

    @Override
    public void writeTo(DataOutputStream out, int rows) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.getFD().sync();
        }
        out.writeLong(number);
    }

    @Override
    public void erase(int row) {
        LateRows open = late;
        if (open != null && open.has(row)) {
            open.erase(row);
            if (!open.mayBeInTheFile()) {
                return;
            }
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(offset(row));
            file.write(new byte[sealedLength]);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(IOException cause) {
        return new UncheckedIOException("Exact rows can't be written to " + path + ".", cause);
    }

    private long offset(int row) {
        return HEADER + (long) row * sealedLength;
    }
}
