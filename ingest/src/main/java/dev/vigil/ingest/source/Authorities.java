package dev.vigil.ingest.source;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Certificate authorities as a file, which is how FFmpeg takes them; it knows none by itself. Thread-safe. */
final class Authorities {
    private static @Nullable Path system;

    private Authorities() {}

    /** {@code ca}; where that is null, those of the Java installation, in a temporary file of this process. */
    static Path file(@Nullable Path ca) {
        return ca == null ? ofJava() : ca;
    }

    private static synchronized Path ofJava() {
        if (system == null) {
            try {
                Path file = Files.createTempFile("vigil-authorities", ".pem");
                file.toFile().deleteOnExit();
                system = Files.writeString(file, pem());
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "The certificate authorities can't be written into a temporary file.", e);
            }
        }
        return system;
    }

    private static String pem() {
        Base64.Encoder base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII));
        StringBuilder pem = new StringBuilder();
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    for (X509Certificate authority : x509.getAcceptedIssuers()) {
                        pem.append("-----BEGIN CERTIFICATE-----\n")
                                .append(base64.encodeToString(authority.getEncoded()))
                                .append("\n-----END CERTIFICATE-----\n");
                    }
                }
            }
            return pem.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The certificate authorities of this Java can't be read.", e);
        }
    }
}
