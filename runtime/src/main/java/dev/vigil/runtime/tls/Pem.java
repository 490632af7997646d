package dev.vigil.runtime.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and private keys in PEM (RFC 7468). Pure. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----", Pattern.DOTALL);
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private Pem() {}

    /**
     * Every certificate of the text, in its order.
     *
     * @throws IllegalArgumentException whose message says what is wrong
     */
    static List<X509Certificate> certificates(String text) {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Matcher block = BLOCK.matcher(text);
            while (block.find()) {
                if (block.group(1).endsWith("CERTIFICATE")) {
                    Certificate certificate =
                            factory.generateCertificate(new ByteArrayInputStream(bytes(block.group(2))));
                    found.add((X509Certificate) certificate);
                }
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException("a certificate in it can't be read", e);
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("it holds no certificate in PEM ('-----BEGIN CERTIFICATE-----')");
        }
        return List.copyOf(found);
    }

    /**
     * The first private key of the text.
     *
     * @throws IllegalArgumentException whose message says what is wrong
     */
    static PrivateKey privateKey(String text) {
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            switch (block.group(1)) {
                case "PRIVATE KEY" -> {
                    return pkcs8(bytes(block.group(2)));
                }
                case "RSA PRIVATE KEY" -> {
                    return pkcs8(Der.rsaInPkcs8(bytes(block.group(2))));
                }
                case "EC PRIVATE KEY" -> {
                    return pkcs8(Der.ecInPkcs8(bytes(block.group(2))));
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new IllegalArgumentException(
                            "its private key is encrypted: write it without a passphrase, readable by the service alone");
                default -> {}
            }
        }
        throw new IllegalArgumentException("it holds no private key in PEM ('-----BEGIN PRIVATE KEY-----')");
    }

    private static PrivateKey pkcs8(byte[] der) {
        return ALGORITHMS.stream()
                .flatMap(algorithm -> ofAlgorithm(algorithm, der).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("its private key is neither RSA nor EC nor EdDSA"));
    }

    private static Optional<PrivateKey> ofAlgorithm(String algorithm, byte[] der) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der)));
        } catch (InvalidKeySpecException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK has no " + algorithm + ".", e);
        }
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its base64 is damaged", e);
        }
    }
}
