package dev.vigil.runtime.kafka;

import dev.vigil.runtime.tls.TlsFault;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a Kafka that does not let us in, or does not permit something, dislikes. Whoever is refused asks again: what is wrong is
 * mostly mended at the broker, and then the service goes on without a restart.
 */
public final class KafkaRefusal {
    private KafkaRefusal() {}

    /** Whether {@code error}, or what caused it, is a refusal; else Kafka is merely away, or something else is wrong. */
    public static boolean is(@Nullable Throwable error) {
        return find(error) != null;
    }

    /** What is wrong and what to set, in one sentence without any secret; empty where it is no refusal. */
    public static Optional<String> of(KafkaConfig kafka, @Nullable Throwable error) {
        Throwable refusal = find(error);
        if (refusal instanceof SslAuthenticationException) {
            return Optional.of(certificate(kafka, refusal));
        } else if (refusal instanceof AuthenticationException) {
            return Optional.of(user(kafka, refusal));
        } else if (refusal != null) {
            String who = kafka.user() == null ? "us, who come without a user" : "the user '" + kafka.user() + "'";
            return Optional.of("Kafka at " + kafka.bootstrap() + " does not permit this to " + who + " ("
                    + trimmed(refusal.getMessage()) + "): give the rights that docs/access.md lists.");
        }
        return Optional.empty();
    }

    /** The same, or what else is wrong, for a line of the log. */
    public static String orReason(KafkaConfig kafka, Throwable error) {
        return of(kafka, error).orElseGet(() -> reason(error));
    }

    /** Kafka's own clients wrap what is wrong with their settings in a sentence that says nothing. */
    private static String reason(Throwable error) {
        Throwable cause = error.getCause();
        boolean wraps = error.getClass() == KafkaException.class || error instanceof SslAuthenticationException;
        if (wraps && cause != null) {
            return reason(cause);
        }
        String message = error.getMessage();
        return message == null ? error.toString() : message;
    }

    private static @Nullable Throwable find(@Nullable Throwable error) {
        for (Throwable one = error; one != null; one = one.getCause()) {
            if (one instanceof AuthenticationException || one instanceof AuthorizationException) {
                return one;
            }
        }
        return null;
    }

    private static String user(KafkaConfig kafka, Throwable refusal) {
        String at = "Kafka at " + kafka.bootstrap();
        if (kafka.user() == null) {
            return at + " wants to know who we are: set kafka.user and kafka.password.";
        } else if (refusal instanceof UnsupportedSaslMechanismException) {
            return at + " does not offer " + kafka.mechanism().kafka() + ": set kafka.mechanism to what it offers ("
                    + trimmed(refusal.getMessage()) + ").";
        }
        return at + " does not accept the user '" + kafka.user()
                + "' with this password: check kafka.user, kafka.password and kafka.mechanism.";
    }

    private static String certificate(KafkaConfig kafka, Throwable refusal) {
        String at = "Kafka at " + kafka.bootstrap();
        return switch (TlsFault.of(refusal).orElse(TlsFault.OTHER)) {
            case UNTRUSTED ->
                "The certificate of " + at
                        + " is signed by nobody whom we trust: set kafka.ca to a file (PEM) with the authority that signed it.";
            case OTHER_NAME ->
                "The certificate of " + at
                        + " is not for a name under which it is reached: let kafka.bootstrap, and the brokers'"
                        + " advertised.listeners, name what the certificates name.";
            case OUT_OF_DATE ->
                "The certificate of " + at + " is out of date: give Kafka a new one, or check the clocks.";
            case NOT_TLS ->
                at
                        + " does not speak TLS there: name the port of its TLS listener in kafka.bootstrap, or leave kafka.tls"
                        + " and kafka.ca out.";
            case OTHER ->
                at + " refuses TLS with us (" + trimmed(reason(refusal))
                        + "): it may ask for a certificate of ours, which"
                        + " kafka.properties names (ssl.keystore.location).";
        };
    }

    static String notTls(KafkaConfig kafka) {
        return "Kafka at " + kafka.bootstrap()
                + " does not speak TLS there: name the port of its TLS listener in kafka.bootstrap, or leave kafka.tls and"
                + " kafka.ca out.";
    }

    private static String trimmed(@Nullable String message) {
        String text = String.valueOf(message).strip();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
