package dev.vigil.runtime.tls;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** A server's certificate with its chain and private key, which have been checked to belong together. Immutable. */
final class Identity {
    static final String PASSWORD = "";

    private static final String ALIAS = "vigil";

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private Identity(List<X509Certificate> chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    /**
     * Reads the two files.
     *
     * @throws UserError if one can't be read, or they don't belong together
     */
    static Identity read(Path certificate, Path key) {
        List<X509Certificate> chain;
        try {
            chain = Pem.certificates(text(certificate));
        } catch (IllegalArgumentException e) {
            throw new UserError(400, "The certificate " + certificate + ": " + e.getMessage() + ".", e);
        }
        PrivateKey secret;
        try {
            secret = Pem.privateKey(text(key));
        } catch (IllegalArgumentException e) {
            throw new UserError(400, "The key file " + key + ": " + e.getMessage() + ".", e);
        }
        if (!belongTogether(chain.get(0), secret)) {
            throw new UserError("The key file " + key + " is not that of the certificate " + certificate
                    + ": its own certificate must come first.");
        }
        return new Identity(chain, secret);
    }

    /** When the certificate ends, or the first of its chain. */
    Instant expiry() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    /** Whose certificate it is, for logs. */
    String subject() {
        return chain.get(0).getSubjectX500Principal().getName();
    }

    /** A store in memory, under {@link #PASSWORD}. */
    KeyStore store() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(ALIAS, key, PASSWORD.toCharArray(), chain.toArray(new Certificate[0]));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The key store in memory can't be made.", e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no such file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("it can't be read (" + e.getMessage() + ")", e);
        }
    }

    /** Signs with the one, and checks with the other. */
    private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // of different kinds
        }
    }
}
