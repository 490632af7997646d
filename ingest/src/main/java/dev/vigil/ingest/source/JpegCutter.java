package dev.vigil.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into JPEGs by JPEG's own structure (ITU-T T.81, B.1), and passes over whatever lies between them: so it
 * matters not which boundary a camera announces and which it sends, nor whether it tells lengths, or wrong ones. For one thread.
 */
final class JpegCutter {
    private static final int LARGEST = 32 * 1024 * 1024;
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;

    /** In the place of a marker's code: the stream is over; this is no JPEG. */
    private static final int END = -1;

    private static final int NONSENSE = -2;

    private final InputStream in;
    private final byte[] buffer = new byte[32 * 1024];
    private byte[] picture = new byte[128 * 1024];
    private int size;
    private int at;
    private int filled;
    private int width;
    private int height;
    private boolean begun;

    JpegCutter(InputStream in) {
        this.in = in;
    }

    /** A picture of the stream; of one that was cut short only that it was there. */
    sealed interface Cut {
        /** A whole one. */
        final class Whole implements Cut {
            private final byte[] bytes;
            private final int width;
            private final int height;

            private Whole(byte[] bytes, int width, int height) {
                this.bytes = bytes;
                this.width = width;
                this.height = height;
            }

            /** The JPEG, not copied. */
            byte[] bytes() {
                return bytes;
            }

            int width() {
                return width;
            }

            int height() {
                return height;
            }
        }

        /** One that is damaged. */
        record Broken() implements Cut {}
    }

    /** The next picture, or null where the stream is over. */
    @Nullable
    Cut next() throws IOException {
        if (!begun && !findStart()) {
            return null;
        }
        begun = false;
        size = 0;
        width = 0;
        height = 0;
        put(0xFF);
        put(SOI);
        int marker = marker();
        while (marker >= 0 && marker != EOI && marker != SOI) {
            marker = segment(marker);
        }
        if (marker == EOI && width > 0 && height > 0) {
            return new Cut.Whole(Arrays.copyOf(picture, size), width, height);
        } else if (marker == END) {
            return null;
        }
        begun = marker == SOI;
        return new Cut.Broken();
    }

    private boolean findStart() throws IOException {
        int before = 0;
        for (int b = read(); b >= 0; b = read()) {
            if (before == 0xFF && b == SOI) {
                return true;
            }
            before = b;
        }
        return false;
    }

    /** The code of the marker that must stand here. */
    private int marker() throws IOException {
        int b = read();
        if (b < 0) {
            return END;
        } else if (b != 0xFF) {
            return NONSENSE;
        }
        put(b);
        do { // fill bytes may stand before the code
            b = read();
        } while (b == 0xFF);
        return code(b);
    }

    private int code(int b) {
        if (b < 0) {
            return END;
        } else if (b == 0) {
            return NONSENSE;
        }
        put(b);
        return b;
    }

    /** Takes what belongs to a marker; gives the next. */
    private int segment(int marker) throws IOException {
        boolean alone = marker == 1 || (marker >= 0xD0 && marker <= 0xD7);
        if (alone) {
            return marker();
        }
        int high = read();
        int low = read();
        int length = high << 8 | low;
        if (low < 0) {
            return END;
        } else if (length < 2) {
            return NONSENSE;
        }
        put(high);
        put(low);
        if (!copy(length - 2, isFrame(marker))) {
            return END;
        }
        return marker == SOS ? afterScan() : marker();
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private boolean copy(int count, boolean frame) throws IOException {
        int sides = 0;
        for (int i = 0; i < count; i++) {
            int b = read();
            if (b < 0) {
                return false;
            }
            put(b);
            sides = frame && i >= 1 && i <= 4 ? sides << 8 | b : sides; // precision, height, width
        }
        if (frame && count >= 5) {
            height = sides >>> 16;
            width = sides & 0xFFFF;
        }
        return true;
    }

    /** Entropy-coded data: ends at a marker that is neither a stuffed zero nor a restart. */
    private int afterScan() throws IOException {
        while (true) {
            int b = read();
            if (b < 0) {
                return END;
            }
            put(b);
            if (b != 0xFF) {
                continue;
            }
            int code = read();
            while (code == 0xFF) {
                code = read();
            }
            if (code < 0) {
                return END;
            }
            put(code);
            if (code != 0 && (code < 0xD0 || code > 0xD7)) {
                return code;
            }
        }
    }

    private void put(int b) {
        if (size == picture.length) {
            picture = Arrays.copyOf(picture, 2 * size);
        }
        picture[size++] = (byte) b;
    }

    private int read() throws IOException {
        if (at == filled) {
            if (size > LARGEST) {
                throw new IOException("it sends a picture of more than " + LARGEST + " bytes");
            }
            filled = Math.max(0, in.read(buffer, 0, buffer.length));
            at = 0;
            if (filled == 0) {
                return -1;
            }
        }
        return buffer[at++] & 0xFF;
    }
}
