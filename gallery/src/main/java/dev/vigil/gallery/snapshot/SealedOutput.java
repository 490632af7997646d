package dev.vigil.gallery.snapshot;

import dev.vigil.gallery.seal.SealingKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Seals a stream in chunks of {@value #CHUNK} bytes, each bound to the stream's header, its place and whether it is the last: what is
 * cut, swapped or changed is not opened. Not thread-safe.
 */
final class SealedOutput extends OutputStream {
    /** Small, since a cold JVM opens large ones slowly: AES-GCM is fast only once its loop is compiled. */
    static final int CHUNK = 16 * 1024;

    private final OutputStream out;
    private final SealingKey key;
    private final byte[] header;
    private final byte[] plain = new byte[CHUNK];
    private final byte[] sealed = new byte[CHUNK + SealingKey.OVERHEAD];
    private int size;
    private long index;

    SealedOutput(OutputStream out, SealingKey key, byte[] header) {
        this.out = out;
        this.key = key;
        this.header = header.clone();
    }

    static byte[] context(byte[] header, long index, boolean last) {
        return ByteBuffer.allocate(header.length + Long.BYTES + 1)
                .put(header)
                .putLong(index)
                .put((byte) (last ? 1 : 0))
                .array();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        int at = from;
        while (at < from + count) {
            if (size == CHUNK) {
                seal(false);
            }
            int part = Math.min(CHUNK - size, from + count - at);
            System.arraycopy(bytes, at, plain, size, part);
            size += part;
            at += part;
        }
    }

    /** Writes the last chunk; nothing may follow. */
    void finish() throws IOException {
        seal(true);
        out.flush();
    }

    private void seal(boolean last) throws IOException {
        key.sealInto(plain, 0, size, context(header, index++, last), sealed, 0);
        out.write(sealed, 0, size + SealingKey.OVERHEAD);
        size = 0;
    }
}
