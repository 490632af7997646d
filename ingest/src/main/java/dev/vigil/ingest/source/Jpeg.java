package dev.vigil.ingest.source;

/** One encoded picture, ready for the topic. Its bytes are handed over, not copied: who takes them owns them. */
public final class Jpeg {
    private final byte[] bytes;
    private final int width;
    private final int height;

    /** Takes over the bytes. */
    public Jpeg(byte[] bytes, int width, int height) {
        this.bytes = bytes;
        this.width = width;
        this.height = height;
    }

    /** The JPEG itself, not copied. */
    public byte[] bytes() {
        return bytes;
    }

    /** In pixels. */
    public int width() {
        return width;
    }

    /** In pixels. */
    public int height() {
        return height;
    }
}
