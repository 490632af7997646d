package dev.vigil.gallery.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.vigil.runtime.error.UserError;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * An encrypted file, written and read as a stream: AES-256-GCM over pieces of 64 KiB, each with its number as nonce; the last one is
 * marked, so that a file that was cut off is found out. The key is made of the passphrase by PBKDF2-HMAC-SHA256 (RFC 8018) with a salt
 * that is new for each file, so that no nonce comes twice with one key.
 *
 * <p>Layout: {@code VIGILBK1}, iterations (int), salt (16 bytes), then pieces of: last (byte 0 or 1), length (int), ciphertext with
 * its tag. Magic, iterations, salt and the byte {@code last} are authenticated with each piece.
 */
public final class SealedFile {
    private static final byte[] MAGIC = "VIGILBK1".getBytes(US_ASCII);
    private static final int SALT = 16;
    private static final int ITERATIONS = 600_000;
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int PIECE = 64 * 1024;
    private static final int TAG_BITS = 128;

    private SealedFile() {}

    /**
     * Encrypts what is written; closing it closes {@code out}.
     *
     * @throws IOException if it can't be written
     */
    public static OutputStream encrypting(OutputStream out, char[] passphrase) throws IOException {
        byte[] salt = new byte[SALT];
        new SecureRandom().nextBytes(salt);
        DataOutputStream data = new DataOutputStream(out);
        byte[] head = head(ITERATIONS, salt);
        data.write(head);
        return new Encrypting(data, key(passphrase, salt, ITERATIONS), head);
    }

    /**
     * Whether the stream begins as an encrypted file; it is where it was afterwards.
     *
     * @throws IOException if it can't be read
     */
    public static boolean isEncrypted(BufferedInputStream in) throws IOException {
        in.mark(MAGIC.length);
        byte[] begin = in.readNBytes(MAGIC.length);
        in.reset();
        return Arrays.equals(begin, MAGIC);
    }

    /**
     * Decrypts what is read; closing it closes {@code in}.
     *
     * @throws UserError if the passphrase is wrong, or the file damaged or cut off: thrown by the reads too
     * @throws IOException if it can't be read
     */
    public static InputStream decrypting(InputStream in, char[] passphrase) throws IOException {
        DataInputStream data = new DataInputStream(in);
        try {
            byte[] magic = data.readNBytes(MAGIC.length);
            int iterations = data.readInt();
            byte[] salt = data.readNBytes(SALT);
            if (!Arrays.equals(magic, MAGIC) || iterations < 1 || iterations > MOST_ITERATIONS) {
                throw new UserError(422, "The file is no encrypted backup.");
            }
            return new Decrypting(data, key(passphrase, salt, iterations), head(iterations, salt));
        } catch (EOFException e) {
            throw new UserError(422, "The file is no encrypted backup.", e);
        }
    }

    private static byte[] head(int iterations, byte[] salt) {
        return ByteBuffer.allocate(MAGIC.length + Integer.BYTES + SALT)
                .put(MAGIC)
                .putInt(iterations)
                .put(salt)
                .array();
    }

    private static SecretKeySpec key(char[] passphrase, byte[] salt, int iterations) {
        try {
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(passphrase, salt, iterations, 256))
                    .getEncoded();
            return new SecretKeySpec(key, "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK has no PBKDF2.", e);
        }
    }

    private static byte[] run(int mode, SecretKeySpec key, byte[] head, long number, boolean last, byte[] piece)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(number).array();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(head);
        cipher.updateAAD(new byte[] {(byte) (last ? 1 : 0)});
        return cipher.doFinal(piece);
    }

    private static final class Encrypting extends OutputStream {
        private final DataOutputStream out;
        private final SecretKeySpec key;
        private final byte[] head;
        private final byte[] piece = new byte[PIECE];
        private int filled;
        private long number;
        private boolean closed;

        Encrypting(DataOutputStream out, SecretKeySpec key, byte[] head) {
            this.out = out;
            this.key = key;
            this.head = head;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                if (filled == PIECE) {
                    seal(false);
                }
                int part = Math.min(PIECE - filled, length - done);
                System.arraycopy(bytes, offset + done, piece, filled, part);
                filled += part;
                done += part;
            }
        }

        private void seal(boolean last) throws IOException {
            try {
                byte[] sealed = run(Cipher.ENCRYPT_MODE, key, head, number, last, Arrays.copyOf(piece, filled));
                out.writeByte(last ? 1 : 0);
                out.writeInt(sealed.length);
                out.write(sealed);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("This JDK does not encrypt with AES-GCM.", e);
            }
            filled = 0;
            number++;
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                try (out) {
                    seal(true);
                }
            }
        }
    }

    private static final class Decrypting extends InputStream {
        private final DataInputStream in;
        private final SecretKeySpec key;
        private final byte[] head;
        private byte[] piece = new byte[0];
        private int taken;
        private long number;
        private boolean last;

        Decrypting(DataInputStream in, SecretKeySpec key, byte[] head) {
            this.in = in;
            this.key = key;
            this.head = head;
        }

        @Override
        public int read() throws IOException {
            return more() ? piece[taken++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!more()) {
                return -1;
            }
            int part = Math.min(length, piece.length - taken);
            System.arraycopy(piece, taken, into, offset, part);
            taken += part;
            return part;
        }

        private boolean more() throws IOException {
            while (taken == piece.length && !last) {
                open();
            }
            return taken < piece.length;
        }

        private void open() throws IOException {
            try {
                last = in.readByte() == 1;
                int length = in.readInt();
                if (length < TAG_BITS / 8 || length > PIECE + TAG_BITS / 8) {
                    throw new UserError(422, "The file is damaged in its piece " + (number + 1) + ".");
                }
                byte[] sealed = in.readNBytes(length);
                if (sealed.length < length) {
                    throw new EOFException("The piece is cut off.");
                }
                piece = run(Cipher.DECRYPT_MODE, key, head, number, last, sealed);
                taken = 0;
                number++;
            } catch (EOFException e) {
                throw new UserError(422, "The file was cut off after its piece " + number + ".", e);
            } catch (AEADBadTagException e) {
                throw new UserError(
                        422,
                        number == 0
                                ? "The passphrase is not that of the file, or the file is damaged."
                                : "The file is damaged in its piece " + (number + 1) + ".",
                        e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("This JDK does not decrypt with AES-GCM.", e);
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
