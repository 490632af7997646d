package dev.vigil.gallery.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Base64Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** An Ed25519 key that signs checkpoints. Thread-safe. */
public final class SigningKey {
    private static final String ALGORITHM = "Ed25519";
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final int SHORT_ID = 16;

    private final PrivateKey secret;
    private final Base64Bytes publicKey;

    private SigningKey(KeyPair pair) {
        this.secret = pair.getPrivate();
        this.publicKey = Base64Bytes.of(pair.getPublic().getEncoded());
    }

    /** A new one, held nowhere. */
    public static SigningKey random() {
        try {
            return new SigningKey(KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK has no Ed25519.", e);
        }
    }

    /**
     * Reads a private key, as {@code openssl genpkey -algorithm ed25519} writes it.
     *
     * @throws UserError if the file is none
     */
    public static SigningKey read(Path file) {
        try {
            String pem = Files.readString(file, UTF_8);
            int begin = pem.indexOf(BEGIN);
            int end = pem.indexOf(END);
            if (begin < 0 || end < begin) {
                throw new UserError(noKey(file));
            }
            byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
            PrivateKey secret = KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(der));
            return new SigningKey(new KeyPair(publicOf(secret), secret));
        } catch (IOException e) {
            throw new UserError(400, "The key file " + file + " can't be read: see gallery.audit.key.", e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UserError(400, noKey(file), e);
        }
    }

    /**
     * Reads the key of the file, or makes one and writes it there for its owner alone.
     *
     * @throws UserError if it can't be read or written
     */
    public static SigningKey readOrCreate(Path file) {
        if (Files.exists(file)) {
            return read(file);
        }
        SigningKey made = random();
        String pem = BEGIN + "\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(made.secret.getEncoded()) + "\n" + END
                + "\n";
        try {
            Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), "audit", ".key", ownerOnly(file));
            Files.write(draft, pem.getBytes(US_ASCII));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            return made;
        } catch (IOException e) {
            throw new UserError(400, "The key file " + file + " can't be written: choose another folder.", e);
        }
    }

    /** Names it: no secret. */
    public String id() {
        return id(publicKey);
    }

    /** The public half: X.509 SubjectPublicKeyInfo, DER. */
    public Base64Bytes publicKey() {
        return publicKey;
    }

    /** Signs how far chains go. */
    Checkpoint sign(Instant time, List<Head> heads) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(Checkpoint.statement(time, heads));
            return new Checkpoint(heads, id(), publicKey, Base64Bytes.of(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK does not sign with Ed25519.", e);
        }
    }

    /** The name of a public key. */
    static String id(Base64Bytes publicKey) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(publicKey.toArray());
            return HexFormat.of().formatHex(hash).substring(0, SHORT_ID);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK has no SHA-256.", e);
        }
    }

    /** Whether the checkpoint is signed by the key that it names. */
    static boolean holds(Checkpoint checkpoint, Instant time) {
        try {
            PublicKey key = KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(
                            new X509EncodedKeySpec(checkpoint.publicKey().toArray()));
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(Checkpoint.statement(time, checkpoint.heads()));
            return id(checkpoint.publicKey()).equals(checkpoint.key())
                    && signature.verify(checkpoint.signature().toArray());
        } catch (GeneralSecurityException e) {
            return false; // a key or signature that is none
        }
    }

    /** The JDK makes the pair of a seed only through its generator, which draws the seed as 32 random bytes. */
    private static PublicKey publicOf(PrivateKey secret) throws GeneralSecurityException {
        byte[] seed = ((EdECPrivateKey) secret)
                .getBytes()
                .orElseThrow(() -> new GeneralSecurityException("The key does not show itself."));
        KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
        generator.initialize(java.security.spec.NamedParameterSpec.ED25519, new Given(seed));
        KeyPair pair = generator.generateKeyPair();
        if (!MessageDigest.isEqual(pair.getPrivate().getEncoded(), secret.getEncoded())) {
            throw new GeneralSecurityException("This JDK does not make the public key of a private one.");
        }
        return pair.getPublic();
    }

    /** Draws what it was given. */
    private static final class Given extends SecureRandom {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("serial")
        private final byte[] bytes;

        Given(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        public void nextBytes(byte[] into) {
            System.arraycopy(bytes, 0, into, 0, into.length);
        }
    }

    private static String noKey(Path file) {
        return file + " holds no Ed25519 private key: make one with 'openssl genpkey -algorithm ed25519 -out FILE'.";
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
