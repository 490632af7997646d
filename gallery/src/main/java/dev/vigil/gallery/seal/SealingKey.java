package dev.vigil.gallery.seal;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A 256-bit key that seals and opens by XAES-256-GCM (C2SP, 2024): AES-256-GCM under a key that is derived anew for each message
 * from this one and the first half of a random 192-bit nonce, as NIST SP 800-108r1 has it (KDF in counter mode with CMAC). So a
 * nonce is random and needs no count, however many records, replicas and restarts a key lives through: the chance that two of 2⁸⁰
 * messages share one is below 2⁻³². What is sealed is the nonce, the ciphertext and the tag: {@value #OVERHEAD} bytes more than
 * the plain bytes. Thread-safe. {@link #toString()} hides it.
 */
public final class SealingKey {
    /** Bytes of a key. */
    public static final int BYTES = 32;
    /** How many bytes sealing adds. */
    public static final int OVERHEAD = 24 + 16;

    static final int NONCE_BYTES = 24;
    private static final int HALF = 12;
    private static final int TAG_BITS = 128;
    private static final int TAG_BYTES = 16;
    private static final int BLOCK = 16;
    /** What the derivation's cipher takes for its field polynomial: x¹²⁸ + x⁷ + x² + x + 1. */
    private static final int POLYNOMIAL = 0x87;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ThreadLocal<Cipher> BLOCKS = ThreadLocal.withInitial(() -> cipher("AES/ECB/NoPadding"));
    private static final ThreadLocal<Cipher> GCM = ThreadLocal.withInitial(() -> cipher("AES/GCM/NoPadding"));

    private final SecretKeySpec key;
    /** CMAC's first subkey. */
    private final byte[] subkey;

    private SealingKey(byte[] bytes) {
        this.key = new SecretKeySpec(bytes, "AES");
        byte[] block = blocks(new byte[BLOCK]);
        boolean carry = (block[0] & 0x80) != 0;
        for (int i = 0; i < BLOCK; i++) {
            int next = i + 1 < BLOCK ? block[i + 1] & 0xff : 0;
            block[i] = (byte) ((block[i] & 0xff) << 1 | next >>> 7);
        }
        block[BLOCK - 1] ^= (byte) (carry ? POLYNOMIAL : 0);
        this.subkey = block;
    }

    /**
     * The key of these bytes, which it copies.
     *
     * @throws IllegalArgumentException if they are not {@value #BYTES}
     */
    public static SealingKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("A key has " + BYTES + " bytes, not " + bytes.length + ".");
        }
        return new SealingKey(bytes);
    }

    /** A new random key. */
    public static SealingKey random() {
        return new SealingKey(randomBytes(BYTES));
    }

    static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Its bytes, to be wrapped or sealed by another key. */
    public byte[] toBytes() {
        return key.getEncoded();
    }

    /**
     * Seals.
     *
     * @param context is not kept in what is sealed, and is needed to open it: what it is bound to
     */
    public byte[] seal(byte[] plain, byte[] context) {
        return seal(plain, context, randomBytes(NONCE_BYTES));
    }

    byte[] seal(byte[] plain, byte[] context, byte[] nonce) {
        byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + plain.length + TAG_BYTES);
        seal(plain, 0, plain.length, context, sealed, 0);
        return sealed;
    }

    /** Seals into {@code sealed}, from {@code at} on, where the nonce lies already. */
    private void seal(byte[] plain, int from, int length, byte[] context, byte[] sealed, int at) {
        try {
            Cipher cipher = gcm(Cipher.ENCRYPT_MODE, sealed, at, context);
            cipher.doFinal(plain, from, length, sealed, at + NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK's AES-GCM fails.", e);
        }
    }

    /**
     * Seals {@code length} bytes into {@code sealed}, which has room for {@value #OVERHEAD} more from {@code at} on; the two
     * arrays differ.
     */
    public void sealInto(byte[] plain, int from, int length, byte[] context, byte[] sealed, int at) {
        System.arraycopy(randomBytes(NONCE_BYTES), 0, sealed, at, NONCE_BYTES);
        seal(plain, from, length, context, sealed, at);
    }

    /**
     * Opens.
     *
     * @throws BrokenSealException if it was not sealed by this key in this context, or was changed
     */
    public byte[] open(byte[] sealed, byte[] context) {
        return open(sealed, 0, sealed.length, context);
    }

    /** Opens {@code length} bytes from {@code from} on. */
    public byte[] open(byte[] sealed, int from, int length, byte[] context) {
        byte[] plain = new byte[Math.max(0, length - OVERHEAD)];
        openInto(sealed, from, length, context, plain, 0);
        return plain;
    }

    /** Opens into {@code plain}, which is {@value #OVERHEAD} bytes shorter, from {@code at} on; the two arrays differ. */
    public void openInto(byte[] sealed, int from, int length, byte[] context, byte[] plain, int at) {
        if (length < OVERHEAD) {
            throw new BrokenSealException("Sealed bytes are cut.");
        }
        try {
            Cipher cipher = gcm(Cipher.DECRYPT_MODE, sealed, from, context);
            cipher.doFinal(sealed, from + NONCE_BYTES, length - NONCE_BYTES, plain, at);
        } catch (ShortBufferException e) {
            throw new IllegalStateException(e);
        } catch (GeneralSecurityException e) {
            throw new BrokenSealException("Sealed bytes can't be opened by this key, or were changed.", e);
        }
    }

    private Cipher gcm(int mode, byte[] nonce, int at, byte[] context) throws GeneralSecurityException {
        Cipher cipher = GCM.get();
        cipher.init(
                mode,
                new SecretKeySpec(derived(nonce, at), "AES"),
                new GCMParameterSpec(TAG_BITS, nonce, at + HALF, HALF));
        cipher.updateAAD(context);
        return cipher;
    }

    /** The key of one message: CMAC of (1 | "X" | 0 | half the nonce) and of (2 | …), each one block. */
    private byte[] derived(byte[] nonce, int at) {
        byte[] two = new byte[2 * BLOCK];
        for (int i = 0; i < 2; i++) {
            two[i * BLOCK + 1] = (byte) (i + 1);
            two[i * BLOCK + 2] = 'X';
            System.arraycopy(nonce, at, two, i * BLOCK + 4, HALF);
            for (int j = 0; j < BLOCK; j++) {
                two[i * BLOCK + j] ^= subkey[j];
            }
        }
        return blocks(two);
    }

    private byte[] blocks(byte[] plain) {
        try {
            Cipher cipher = BLOCKS.get();
            cipher.init(Cipher.ENCRYPT_MODE, key);
            return cipher.doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK's AES fails.", e);
        }
    }

    private static Cipher cipher(String name) {
        try {
            return Cipher.getInstance(name);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK has no " + name + ".", e);
        }
    }

    @Override
    public String toString() {
        return "SealingKey";
    }
}
