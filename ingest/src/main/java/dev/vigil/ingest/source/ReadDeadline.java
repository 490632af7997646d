package dev.vigil.ingest.source;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Bounds FFmpeg's blocking calls. FFmpeg asks an interrupt callback while it waits; a camera whose connection lives but gives no
 * picture would else block for ever, and a stop would wait for the network. Thread-safe.
 */
final class ReadDeadline implements AutoCloseable {
    private static final Map<Long, ReadDeadline> ACTIVE = new ConcurrentHashMap<>();
    private static final AtomicLong NEXT = new AtomicLong(1);

    /** JavaCPP allows few callbacks of a type: all connections share this one and differ by their token. */
    private static final Callback CALLBACK = new Callback();

    private final Token token = new Token(NEXT.getAndIncrement());
    private volatile long until;
    private volatile boolean bounded;
    private volatile boolean aborted;

    ReadDeadline() {
        ACTIVE.put(token.address(), this);
    }

    /** Makes FFmpeg ask this deadline for {@code context}. Before it is opened. */
    void guard(AVFormatContext context) {
        context.interrupt_callback().callback(CALLBACK).opaque(token);
    }

    /** Calls may take so long from now on. */
    void allow(Duration time) {
        until = System.nanoTime() + time.toNanos();
        bounded = true;
    }

    /** Lets nothing wait any more. */
    void abort() {
        aborted = true;
    }

    boolean aborted() {
        return aborted;
    }

    /** Whether waiting must end. */
    boolean passed() {
        return aborted || (bounded && System.nanoTime() - until > 0);
    }

    @Override
    public void close() {
        ACTIVE.remove(token.address());
    }

    /** A number where C expects a pointer: it is only handed back, never followed. */
    private static final class Token extends Pointer {
        Token(long id) {
            super((Pointer) null);
            address = id;
        }
    }

    private static final class Callback extends AVIOInterruptCB.Callback_Pointer {
        @Override
        public int call(@Nullable Pointer opaque) {
            ReadDeadline deadline = opaque == null ? null : ACTIVE.get(opaque.address());
            return deadline != null && deadline.passed() ? 1 : 0;
        }
    }
}
