package dev.vigil.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The body of an answer (RFC 9112, 6 and 7): of a known length, in chunks, or until the connection closes. For one thread. */
final class HttpBody extends InputStream {
    private static final int LONGEST_LINE = 16_384;

    private final InputStream in;
    private final boolean chunked;
    private final boolean bounded;
    private long left;
    private boolean begun;
    private boolean ended;

    private HttpBody(InputStream in, boolean chunked, long length) {
        this.in = in;
        this.chunked = chunked;
        this.bounded = chunked || length >= 0;
        this.left = chunked ? 0 : length;
        this.ended = !chunked && length == 0;
    }

    /** As the headers, with names in lower case, say. */
    static HttpBody of(InputStream in, Map<String, String> headers) throws IOException {
        boolean chunked = headers.getOrDefault("transfer-encoding", "").regionMatches(true, 0, "chunked", 0, 7);
        String length = headers.get("content-length");
        try {
            return new HttpBody(in, chunked, length == null ? -1 : Long.parseLong(length.trim()));
        } catch (NumberFormatException e) {
            throw new IOException("its answer has no readable length", e);
        }
    }

    /** Whether it is over and another answer may follow on the connection. */
    boolean finished() {
        return ended && bounded;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (chunked && left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int most = bounded ? (int) Math.min(length, left) : length;
        int read = in.read(target, offset, most);
        if (read < 0) {
            ended = true;
            return -1;
        }
        left -= bounded ? read : 0;
        ended = !chunked && bounded && left == 0;
        return read;
    }

    private void nextChunk() throws IOException {
        if (begun) {
            line(in); // what ends the chunk before
        }
        begun = true;
        String size = line(in).split(";", 2)[0].trim();
        try {
            left = Long.parseLong(size, 16);
        } catch (NumberFormatException e) {
            throw new IOException("its chunks can't be read", e);
        }
        if (left == 0) {
            while (!line(in).isEmpty()) {
                // trailers say nothing of the pictures
            }
            ended = true;
        }
    }

    /** A line without its end. */
    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("it hung up");
            } else if (line.length() >= LONGEST_LINE) {
                throw new IOException("it does not answer in HTTP");
            }
            line.append((char) c);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }
}
