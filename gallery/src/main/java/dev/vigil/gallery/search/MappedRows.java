package dev.vigil.gallery.search;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Exact rows in one file: read through a mapping, each row sealed by itself. The file begins with its number; it is as long as all of
 * its rows from the start, but what isn't written takes no room on the disk. Rows are written by calls and not through the mapping, so
 * that a full disk is an exception and not the end of the process.
 */
final class MappedRows implements ExactRows {
    static final int HEADER = Long.BYTES;

    private final Path path;
    private final long number;
    private final RowCipher cipher;
    private final int sealedLength;
    private final MappedByteBuffer mapped;
    private final int rows;
    private final ByteBuffer sealed;
    /** The writer's, open from the first row to the last. */
    private @Nullable RandomAccessFile appending;

    /** Maps a file of {@code rows} rows whose header is written. */
    MappedRows(Path path, long number, RowCipher cipher, int dimension, int rows) throws IOException {
        this.path = path;
        this.number = number;
        this.cipher = cipher;
        this.rows = rows;
        this.sealedLength = sealedLength(cipher, dimension);
        this.sealed = ByteBuffer.allocate(sealedLength);
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
    public void write(int row, ExactRow from) {
        cipher.seal(number, row, from.toBytes(), sealed.clear());
        try {
            RandomAccessFile file = appending;
            if (file == null) {
                file = new RandomAccessFile(path.toFile(), "rw");
                appending = file;
            }
            file.seek(offset(row));
            file.write(sealed.array());
            if (row == rows - 1) {
                close();
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** No more rows are written. By the writer. */
    void close() throws IOException {
        if (appending != null) {
            appending.close();
            appending = null;
        }
    }

    @Override
    public boolean read(int row, ExactRow into) {
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
