package dev.vigil.runtime.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate authorities of a PEM file as it is now: looked at now and then, and whenever a certificate is about to be refused. A
 * file that can't be used leaves those of before in place, and that is said once. Thread-safe.
 */
final class ReloadingAuthorities extends X509ExtendedTrustManager {
    private static final Logger log = LoggerFactory.getLogger(ReloadingAuthorities.class);

    private final Path file;
    private final long lookNanos;
    private volatile X509ExtendedTrustManager current;
    private String seen; // guarded by this
    private long lookedAt = System.nanoTime(); // guarded by this

    /**
     * Reads the file.
     *
     * @param look how often it is looked at, at most
     * @throws IllegalArgumentException whose message says what is wrong with it
     */
    ReloadingAuthorities(Path file, Duration look) {
        this.file = file;
        this.lookNanos = look.toNanos();
        this.seen = Identity.text(file);
        this.current = manager(Pem.certificates(seen));
    }

    private static X509ExtendedTrustManager manager(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("ca-" + i, authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("This JDK checks no certificates."));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The authorities can't be used.", e);
        }
    }

    /** Looks at the file, if the last look is long ago; whether other authorities hold now. */
    private synchronized boolean look(long atLeastNanos) {
        long now = System.nanoTime();
        if (now - lookedAt < atLeastNanos) {
            return false;
        }
        lookedAt = now;
        String text;
        try {
            text = Identity.text(file);
        } catch (IllegalArgumentException e) {
            keep(String.valueOf(e.getMessage()), e);
            return false;
        }
        if (text.equals(seen)) {
            return false;
        }
        try {
            current = manager(Pem.certificates(text));
            seen = text;
            log.info("The certificate authorities of {} are read again.", file);
            return true;
        } catch (IllegalArgumentException e) {
            keep(text, e);
            return false;
        }
    }

    private void keep(String now, IllegalArgumentException why) {
        if (!now.equals(seen)) {
            log.warn("The certificate authorities of {} stay as they were: {}.", file, why.getMessage());
            seen = now;
        }
    }

    /** A check by the authorities that hold. */
    private interface Check {
        void by(X509ExtendedTrustManager authorities) throws CertificateException;
    }

    private void check(Check check) throws CertificateException {
        look(lookNanos);
        try {
            check.by(current);
        } catch (CertificateException e) {
            if (!look(0)) {
                throw e;
            }
            check.by(current);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(by -> by.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(by -> by.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(by -> by.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw noClients();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw noClients();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw noClients();
    }

    private static CertificateException noClients() {
        return new CertificateException("These authorities are for servers.");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return current.getAcceptedIssuers();
    }
}
