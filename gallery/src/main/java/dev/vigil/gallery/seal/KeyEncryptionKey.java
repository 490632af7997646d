package dev.vigil.gallery.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.gallery.event.DataKey;
import dev.vigil.runtime.json.Base64Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/** A key that wraps data keys, and seals nothing else. Thread-safe. {@link #toString()} shows its id only. */
public final class KeyEncryptionKey {
    private static final int ID_BYTES = 6;

    private final String id;
    private final SealingKey key;

    private KeyEncryptionKey(byte[] bytes) {
        this.key = SealingKey.of(bytes);
        this.id = fingerprint(bytes);
    }

    /**
     * Reads the base64 of 32 bytes.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static KeyEncryptionKey fromBase64(String base64) {
        return new KeyEncryptionKey(Base64.getDecoder().decode(base64));
    }

    /** A new random key, as {@link #fromBase64} reads it. */
    public static String newKey() {
        return Base64.getEncoder().encodeToString(SealingKey.randomBytes(SealingKey.BYTES));
    }

    /** Made of the key, so that the same key has the same id wherever it comes from, and no two keys are taken for one. */
    public String id() {
        return id;
    }

    /** 48 bits of a SHA-256: enough to tell a few keys apart, and of no use for finding 256 random bits. */
    private static String fingerprint(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("vigil key-encryption key".getBytes(UTF_8));
            return HexFormat.of().formatHex(digest.digest(bytes), 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256.", e);
        }
    }

    /** Wraps a data key for the topic. */
    DataKey wrap(String dataKey, SealingKey bytes, Instant createdAt, boolean complete) {
        return new DataKey(
                dataKey, id, Base64Bytes.of(key.seal(bytes.toBytes(), context(dataKey))), createdAt, complete);
    }

    /**
     * The data key.
     *
     * @throws BrokenSealException if it was not wrapped by this key, or was changed
     */
    SealingKey unwrap(DataKey wrapped) {
        return SealingKey.of(key.open(wrapped.wrapped().toArray(), context(wrapped.id())));
    }

    /** A random key that is wrapped, of what lies outside the topic. */
    public byte[] wrap(SealingKey bytes, byte[] context) {
        return key.seal(bytes.toBytes(), context);
    }

    /** What {@link #wrap(SealingKey, byte[])} has wrapped. */
    public SealingKey unwrap(byte[] wrapped, byte[] context) {
        return SealingKey.of(key.open(wrapped, context));
    }

    private static byte[] context(String dataKey) {
        return ("vigil.datakey.v1:" + dataKey).getBytes(UTF_8);
    }

    @Override
    public String toString() {
        return "KeyEncryptionKey[" + id + "]";
    }
}
