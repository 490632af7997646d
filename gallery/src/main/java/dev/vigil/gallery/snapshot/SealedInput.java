package dev.vigil.gallery.snapshot;

import dev.vigil.gallery.seal.BrokenSealException;
import dev.vigil.gallery.seal.SealingKey;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Opens what {@link SealedOutput} has sealed, ahead of whoever reads, with a thread for each core. Nothing is yielded that was not
 * authenticated before. Not thread-safe.
 */
final class SealedInput extends InputStream {
    private static final int SEALED_CHUNK = SealedOutput.CHUNK + SealingKey.OVERHEAD;
    private static final int CHUNKS_AT_ONCE = 16;
    private static final int AHEAD = 8;

    private final FileChannel file;
    private final long begin;
    private final long length;
    private final long chunks;
    private final SealingKey key;
    private final byte[] header;
    private final ExecutorService pool =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), SealedInput::daemon);
    private final Queue<Future<byte[]>> ahead = new ArrayDeque<>();
    private long nextChunk;
    private byte[] plain = new byte[0];
    private int at;

    /** Reads from {@code begin} to the end of the file. */
    SealedInput(FileChannel file, long begin, SealingKey key, byte[] header) throws IOException {
        this.file = file;
        this.begin = begin;
        this.length = file.size() - begin;
        this.chunks = Math.max(1, (length + SEALED_CHUNK - 1) / SEALED_CHUNK);
        this.key = key;
        this.header = header.clone();
        fill();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "gallery-snapshot-opener");
        thread.setDaemon(true);
        return thread;
    }

    private void fill() {
        while (ahead.size() < AHEAD && nextChunk < chunks) {
            long first = nextChunk;
            long end = Math.min(chunks, first + CHUNKS_AT_ONCE);
            ahead.add(pool.submit(() -> open(first, end)));
            nextChunk = end;
        }
    }

    private byte[] open(long first, long end) throws IOException {
        long from = first * SEALED_CHUNK;
        int size = Math.toIntExact(Math.min(length, end * SEALED_CHUNK) - from);
        byte[] sealed = new byte[size];
        ByteBuffer buffer = ByteBuffer.wrap(sealed);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, begin + from + buffer.position()) < 0) {
                throw new EOFException("The snapshot has become shorter while it is read.");
            }
        }
        int count = Math.toIntExact(end - first);
        byte[] opened = new byte[Math.max(0, size - count * SealingKey.OVERHEAD)];
        for (int i = 0; i < count; i++) {
            int chunk = Math.min(SEALED_CHUNK, size - i * SEALED_CHUNK);
            byte[] context = SealedOutput.context(header, first + i, first + i == chunks - 1);
            key.openInto(sealed, i * SEALED_CHUNK, chunk, context, opened, i * SealedOutput.CHUNK);
        }
        return opened;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        while (at == plain.length) {
            Future<byte[]> next = ahead.poll();
            if (next == null) {
                return -1;
            }
            plain = await(next);
            at = 0;
            fill();
        }
        int part = Math.min(count, plain.length - at);
        System.arraycopy(plain, at, into, from, part);
        at += part;
        return part;
    }

    private static byte[] await(Future<byte[]> next) throws IOException {
        try {
            return next.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BrokenSealException broken) {
                throw new IOException("it is damaged, cut, or sealed by another key", broken);
            }
            throw e.getCause() instanceof IOException io
                    ? io
                    : new IOException("it can't be opened", e.getCause() instanceof UncheckedIOException u ? u : e);
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
