package dev.vigil.runtime.tls;

import dev.vigil.runtime.error.UserError;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates a client accepts. The server's name is always checked. A file of authorities is read again when its content has
 * changed: connections that are made from then on go by the new ones. Thread-safe.
 */
public final class Trust {
    /** The certificate authorities of the Java installation. */
    public static final Trust SYSTEM = new Trust(null);

    private static final Duration LOOK = Duration.ofSeconds(10);
    /** A session that is taken up again is not checked again. */
    private static final int SESSION_SECONDS = 300;

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
        return of(ca, LOOK);
    }

    /** The same, which looks at the file at most so often. */
    static Trust of(@Nullable Path ca, Duration look) {
        if (ca == null) {
            return SYSTEM;
        }
        try {
            return new Trust(context(new ReloadingAuthorities(ca, look)));
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

    private static SSLContext context(X509ExtendedTrustManager authorities) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {authorities}, null);
            context.getClientSessionContext().setSessionTimeout(SESSION_SECONDS);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The TLS context can't be made.", e);
        }
    }
}
