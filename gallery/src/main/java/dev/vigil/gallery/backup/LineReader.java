package dev.vigil.gallery.backup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads bytes line by line, many at a time. For one reading, by one thread. */
final class LineReader {
    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private final int most;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;

    /** Lines of at most {@code most} bytes from {@code in}, which the caller closes. */
    LineReader(InputStream in, int most) {
        this.in = in;
        this.most = most;
    }

    /** A line is longer than it may be. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        private TooLongException(int most) {
            super("A line is longer than " + most + " bytes.");
        }
    }

    /**
     * The next line without its line feed; null at the end. A last line need not end with one.
     *
     * @throws TooLongException where it is too long
     */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream before = new ByteArrayOutputStream(0);
        while (true) {
            int feed = feed();
            if (feed >= 0) {
                before.write(buffer, from, feed - from);
                from = feed + 1;
                return checked(before).toByteArray();
            }
            before.write(buffer, from, to - from);
            boolean some = to > from || checked(before).size() > 0;
            from = 0;
            to = Math.max(0, in.read(buffer, 0, BUFFER));
            if (to == 0) {
                return some ? checked(before).toByteArray() : null;
            }
        }
    }

    private ByteArrayOutputStream checked(ByteArrayOutputStream bytes) throws TooLongException {
        if (bytes.size() > most) {
            throw new TooLongException(most);
        }
        return bytes;
    }

    /** Where the next line feed lies in the buffer; -1 where there is none. */
    private int feed() {
        for (int i = from; i < to; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
