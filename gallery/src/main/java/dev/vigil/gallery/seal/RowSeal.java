package dev.vigil.gallery.seal;

import dev.vigil.gallery.search.RowCipher;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the exact rows of a file by AES-256-GCM. The nonce is the row's name, which is given once only ({@link RowCipher}), so
 * that a row bears no more than the tag: {@value #TAG_BYTES} bytes. Thread-safe.
 */
public final class RowSeal implements RowCipher {
    private static final int TAG_BYTES = 16;
    private static final int NONCE_BYTES = Long.BYTES + Integer.BYTES;

    private final SecretKeySpec key;
    private final ThreadLocal<Work> work = ThreadLocal.withInitial(Work::new);

    /** What one thread needs. */
    private static final class Work {
        private Cipher cipher = newCipher();
        private long sealedFile;
        private int sealedRow = -1;
        private byte[] in = new byte[0];
        private byte[] out = new byte[0];

        private static Cipher newCipher() {
            try {
                return Cipher.getInstance("AES/GCM/NoPadding");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("This JDK has no AES-GCM.", e);
            }
        }

        /**
         * What seals that row. The JDK lets no cipher seal twice in succession by one nonce, which would give two texts away; but a row
         * is never sealed with another content: where it is sealed again, its first bytes did not come to the disk.
         */
        Cipher sealing(long file, int row) {
            if (sealedFile == file && sealedRow == row) {
                cipher = newCipher();
            }
            sealedFile = file;
            sealedRow = row;
            return cipher;
        }

        /** Takes what remains of {@code from}, once: it may change meanwhile. */
        int take(ByteBuffer from, int longer) {
            int length = from.remaining();
            if (in.length < length) {
                in = new byte[length];
            }
            if (out.length < length + longer) {
                out = new byte[length + longer];
            }
            from.get(in, 0, length);
            return length;
        }
    }

    /** Seals by {@code key}, which seals nothing else. */
    public RowSeal(SealingKey key) {
        this.key = new SecretKeySpec(key.toBytes(), "AES");
    }

    @Override
    public int overhead() {
        return TAG_BYTES;
    }

    @Override
    public void seal(long file, int row, ByteBuffer plain, ByteBuffer sealed) {
        Work mine = work.get();
        int length = mine.take(plain, TAG_BYTES);
        try {
            Cipher cipher = mine.sealing(file, row);
            cipher.init(Cipher.ENCRYPT_MODE, key, nonce(file, row));
            int size = cipher.doFinal(mine.in, 0, length, mine.out, 0);
            sealed.put(mine.out, 0, size);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK's AES-GCM fails.", e);
        }
    }

    @Override
    public boolean open(long file, int row, ByteBuffer sealed, ByteBuffer plain) {
        Work mine = work.get();
        int length = mine.take(sealed, 0);
        if (length < TAG_BYTES) {
            return false;
        }
        try {
            mine.cipher.init(Cipher.DECRYPT_MODE, key, nonce(file, row));
            int size = mine.cipher.doFinal(mine.in, 0, length, mine.out, 0);
            plain.put(mine.out, 0, size);
            return true;
        } catch (javax.crypto.AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK's AES-GCM fails.", e);
        }
    }

    private static GCMParameterSpec nonce(long file, int row) {
        byte[] nonce =
                ByteBuffer.allocate(NONCE_BYTES).putLong(file).putInt(row).array();
        return new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce);
    }
}
