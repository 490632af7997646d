package dev.vigil.runtime.tls;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why an encrypted connection does not come about, as a client sees it. */
public enum TlsFault {
    /** Nobody whom we trust has signed the certificate. */
    UNTRUSTED,
    /** The certificate does not name the host under which it was asked for. */
    OTHER_NAME,
    /** The certificate is not valid any more, or not yet. */
    OUT_OF_DATE,
    /** No TLS is spoken there. */
    NOT_TLS,
    /** Something else, as no protocol in common. */
    OTHER;

    /** What {@code error}, or what caused it, says; empty where it is not about TLS. */
    public static Optional<TlsFault> of(@Nullable Throwable error) {
        TlsFault found = null;
        for (Throwable one = error; one != null; one = one.getCause()) {
            TlsFault named = named(one);
            if (named != null) {
                return Optional.of(named);
            }
            found = one instanceof SSLException ? OTHER : found;
        }
        return Optional.ofNullable(found);
    }

    private static @Nullable TlsFault named(Throwable one) {
        String message = String.valueOf(one.getMessage());
        if (one instanceof CertificateExpiredException || one instanceof CertificateNotYetValidException) {
            return OUT_OF_DATE;
        } else if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
            return OTHER_NAME;
        } else if (message.startsWith("Unsupported or unrecognized SSL message")) {
            return NOT_TLS;
        } else if (one instanceof CertPathBuilderException) {
            return UNTRUSTED;
        } else if (one instanceof CertPathValidatorException path) {
            return path.getReason() == CertPathValidatorException.BasicReason.EXPIRED
                            || path.getReason() == CertPathValidatorException.BasicReason.NOT_YET_VALID
                    ? OUT_OF_DATE
                    : UNTRUSTED;
        }
        return null;
    }
}
