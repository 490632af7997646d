package dev.vigil.runtime.tls;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whose certificates a client accepts. The server's name is always checked. Immutable. */
public final class Trust {
    /** The certificate authorities of the Java installation. */
    public static final Trust SYSTEM = new Trust(null);

    private final @Nullable SSLContext context;

    private Trust(@Nullable SSLContext context) {
        this.context = context;
    }

    /**
     * Only what these certificate authorities have signed.
     *
     * @param ca PEM, one certificate or several; null for {@link #SYSTEM}
     * @throws UserError if it can't be read
     */
    public static Trust of(@Nullable Path ca) {
        if (ca == null) {
            return SYSTEM;
        }
        try {
            return new Trust(context(Pem.certificates(Identity.text(ca))));
        } catch (IllegalArgumentException e) {
            throw new UserError(400, "The file of certificate authorities " + ca + ": " + e.getMessage() + ".", e);
        }
    }

    /** The same client, with this trust. */
    public HttpClient.Builder apply(HttpClient.Builder client) {
        return context == null ? client : client.sslContext(context);
    }

    /** The context of it; empty for the system's own. */
    public Optional<SSLContext> context() {
        return Optional.ofNullable(context);
    }

    private static SSLContext context(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("ca-" + i, authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The TLS context can't be made.", e);
        }
    }
}
