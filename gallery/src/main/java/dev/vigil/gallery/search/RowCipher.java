package dev.vigil.gallery.search;

import java.nio.ByteBuffer;

/**
 * Seals the exact rows of faces before they are written to a file, each row by itself, so that one can be opened without the
 * others. Implementations are thread-safe: one thread seals, any number open.
 *
 * <p>A row is named by the random number of the file that it lies in and its place there. No two rows are ever sealed under the
 * same name, not even after a restart or a crash (a row that couldn't be written may be sealed again, the same row), so that a nonce may be made of the name (12 bytes: 8 of the file, 4 of the place);
 * and a row is opened only under the name that it was sealed under, so that the name belongs into the associated data.
 */
public interface RowCipher {
    /** Leaves rows as they are: for rows that need no sealing. */
    RowCipher NONE = new RowCipher() {
        @Override
        public int overhead() {
            return 0;
        }

        @Override
        public void seal(long file, int row, ByteBuffer plain, ByteBuffer sealed) {
            sealed.put(plain);
        }

        @Override
        public boolean open(long file, int row, ByteBuffer sealed, ByteBuffer plain) {
            plain.put(sealed);
            return true;
        }
    };

    /** How many bytes longer a sealed row is: always the same. */
    int overhead();

    /**
     * Seals what remains of {@code plain} into {@code sealed}, and leaves both at their end.
     *
     * @param sealed takes exactly {@link #overhead()} bytes more than there are in {@code plain}; may be memory-mapped
     */
    void seal(long file, int row, ByteBuffer plain, ByteBuffer sealed);

    /**
     * Opens what remains of {@code sealed} into {@code plain}, and leaves both at their end.
     *
     * @param sealed may be memory-mapped, and may change while it is read (then it is not what was sealed)
     * @return whether it is what was sealed under this name; if not, what {@code plain} holds is of no use
     */
    boolean open(long file, int row, ByteBuffer sealed, ByteBuffer plain);
}
