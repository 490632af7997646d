package dev.vigil.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What a socket gives until a moment: a server that sends a byte now and then can't make anybody wait for ever. For one thread. */
final class DeadlineInput extends InputStream {
    private final Socket socket;
    private final InputStream in;
    private long until;

    DeadlineInput(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        allow(Duration.ofMillis(1));
    }

    /** Reading may take so long from now on. */
    void allow(Duration time) {
        until = System.nanoTime() + time.toNanos();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        long left = until - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("the time is over");
        }
        socket.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
        return in.read(target, offset, length);
    }
}
