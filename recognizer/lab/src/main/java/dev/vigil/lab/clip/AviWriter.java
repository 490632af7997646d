package dev.vigil.lab.clip;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes Motion JPEG into an AVI file (RIFF, with the index {@code idx1}), which every player reads: no encoder is needed but that
 * of the pictures. At most 1 GB. For one thread.
 */
final class AviWriter implements AutoCloseable {
    private static final int HEADER = 224;
    private static final long MOST = 1L << 30;
    private static final int KEY_FRAME = 0x10;
    private static final int HAS_INDEX = 0x10;
    private static final int INDEX_ENTRY = 16;

    private final FileChannel file;
    private final int width;
    private final int height;
    private final int rate;
    private final List<Integer> sizes = new ArrayList<>();

    private AviWriter(FileChannel file, int width, int height, int rate) {
        this.file = file;
        this.width = width;
        this.height = height;
        this.rate = rate;
    }

    static AviWriter create(Path path, int width, int height, int rate) throws IOException {
        FileChannel file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        AviWriter writer = new AviWriter(file, width, height, rate);
        writer.writeFully(ByteBuffer.allocate(HEADER));
        return writer;
    }

    /** One picture more. */
    void add(byte[] jpeg) throws IOException {
        if (file.position() + jpeg.length > MOST) {
            throw new IOException("The clip grows beyond 1 GB: make it shorter.");
        }
        ByteBuffer chunk = buffer(8 + padded(jpeg.length));
        chunk.put(ascii("00dc")).putInt(jpeg.length).put(jpeg);
        chunk.rewind();
        writeFully(chunk);
        sizes.add(jpeg.length);
    }

    private static int padded(int length) {
        return length + (length & 1);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] ascii(String fourCharacters) {
        return fourCharacters.getBytes(US_ASCII);
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** Writes the index and, now that its numbers are known, the header. */
    @Override
    public void close() throws IOException {
        try (file) {
            long moviesEnd = file.position();
            ByteBuffer index = buffer(8 + sizes.size() * INDEX_ENTRY);
            index.put(ascii("idx1")).putInt(sizes.size() * INDEX_ENTRY);
            int offset = 4;
            for (int size : sizes) {
                index.put(ascii("00dc")).putInt(KEY_FRAME).putInt(offset).putInt(size);
                offset += 8 + padded(size);
            }
            index.rewind();
            writeFully(index);
            long end = file.position();
            file.position(0);
            writeFully(header((int) end, (int) (moviesEnd - HEADER)));
        }
    }

    private ByteBuffer header(int fileSize, int movieBytes) {
        int largest = sizes.stream().mapToInt(Integer::intValue).max().orElse(0);
        ByteBuffer h = buffer(HEADER);
        h.put(ascii("RIFF")).putInt(fileSize - 8).put(ascii("AVI "));
        h.put(ascii("LIST")).putInt(192).put(ascii("hdrl"));
        h.put(ascii("avih"))
                .putInt(56)
                .putInt(1_000_000 / rate)
                .putInt(largest * rate)
                .putInt(0)
                .putInt(HAS_INDEX);
        h.putInt(sizes.size()).putInt(0).putInt(1).putInt(largest).putInt(width).putInt(height);
        h.position(h.position() + 16);
        h.put(ascii("LIST")).putInt(116).put(ascii("strl"));
        h.put(ascii("strh"))
                .putInt(56)
                .put(ascii("vids"))
                .put(ascii("MJPG"))
                .putInt(0)
                .putInt(0)
                .putInt(0);
        h.putInt(1)
                .putInt(rate)
                .putInt(0)
                .putInt(sizes.size())
                .putInt(largest)
                .putInt(-1)
                .putInt(0);
        h.putShort((short) 0).putShort((short) 0).putShort((short) width).putShort((short) height);
        h.put(ascii("strf")).putInt(40).putInt(40).putInt(width).putInt(height).putShort((short) 1);
        h.putShort((short) 24).put(ascii("MJPG")).putInt(width * height * 3);
        h.position(h.position() + 16);
        h.put(ascii("LIST")).putInt(movieBytes + 4).put(ascii("movi"));
        if (h.position() != HEADER) {
            throw new IllegalStateException("An AVI header of " + h.position() + " bytes.");
        }
        h.rewind();
        return h;
    }
}
