package dev.vigil.gallery.snapshot;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.vigil.gallery.seal.BrokenSealException;
import dev.vigil.gallery.seal.KeyEncryptionKey;
import dev.vigil.gallery.seal.SealingKey;
import dev.vigil.gallery.seal.Vault;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * How a snapshot begins: a mark, which key-encryption key wraps its own key (none, where the gallery goes without encryption: the key is
 * plain then, and only proves that nothing was changed by accident), and that key.
 *
 * @param key of this snapshot alone
 */
record Envelope(SealingKey key, HeaderBytes header) {
    private static final byte[] MARK = "VIGSNAP1".getBytes(US_ASCII);
    private static final byte[] CONTEXT = "vigil.snapshot.v1".getBytes(US_ASCII);
    private static final int MOST_KEY_BYTES = 256;

    /** The envelope as bytes: every chunk is bound to them. */
    static final class HeaderBytes {
        private final byte[] bytes;

        private HeaderBytes(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] toArray() {
            return bytes.clone();
        }
    }

    static Envelope create(Vault vault) {
        SealingKey key = SealingKey.random();
        Optional<KeyEncryptionKey> kek = vault.wrapping();
        String id = kek.map(KeyEncryptionKey::id).orElse("");
        byte[] wrapped = kek.map(k -> k.wrap(key, CONTEXT)).orElseGet(key::toBytes);
        return new Envelope(key, new HeaderBytes(bytes(id, wrapped)));
    }

    /**
     * Reads it.
     *
     * @throws IOException with a reason, if it is none, or its key is not at hand
     */
    static Envelope read(DataInputStream in, Vault vault) throws IOException {
        byte[] mark = new byte[MARK.length];
        in.readFully(mark);
        if (!java.util.Arrays.equals(mark, MARK)) {
            throw new IOException("it is no snapshot, or one of another format");
        }
        String id = in.readUTF();
        int length = in.readInt();
        if (length < 0 || length > MOST_KEY_BYTES) {
            throw new IOException("its header is damaged");
        }
        byte[] wrapped = new byte[length];
        in.readFully(wrapped);
        return new Envelope(key(id, wrapped, vault), new HeaderBytes(bytes(id, wrapped)));
    }

    private static SealingKey key(String id, byte[] wrapped, Vault vault) throws IOException {
        if (id.isEmpty() != !vault.seals()) {
            throw new IOException("gallery.encryption is another one now");
        }
        try {
            if (id.isEmpty()) {
                return SealingKey.of(wrapped);
            }
            return vault.wrapped(id)
                    .orElseThrow(() -> new IOException("it is sealed by the key " + id + ", which is not at hand"))
                    .unwrap(wrapped, CONTEXT);
        } catch (BrokenSealException | IllegalArgumentException e) {
            throw new IOException("its header is damaged", e);
        }
    }

    private static byte[] bytes(String id, byte[] wrapped) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(MARK);
            out.writeUTF(id);
            out.writeInt(wrapped.length);
            out.write(wrapped);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
