package dev.vigil.runtime.kafka;

import dev.vigil.runtime.tls.TlsFault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Finds out why a Kafka that takes connections never answers: mostly one side speaks TLS and the other does not, of which Kafka's own
 * clients say only that they were disconnected.
 */
final class KafkaProbe {
    private static final int PATIENCE_MILLIS = 2_000;

    private KafkaProbe() {}

    /** What is wrong and what to set, in one sentence; empty where nothing listens there, or this is not what is wrong. */
    static Optional<String> mismatch(KafkaConfig kafka) {
        for (String address : kafka.bootstrap().split(",", -1)) {
            int colon = address.lastIndexOf(':');
            String port = address.substring(colon + 1).trim();
            if (colon > 0 && port.matches("\\d{1,5}")) {
                Optional<Boolean> tls = speaksTls(address.substring(0, colon).trim(), Integer.parseInt(port));
                if (tls.isPresent()) {
                    return tls.get() == kafka.encrypted() ? Optional.empty() : Optional.of(sentence(kafka, tls.get()));
                }
            }
        }
        return Optional.empty();
    }

    private static String sentence(KafkaConfig kafka, boolean speaksTls) {
        return speaksTls
                ? "Kafka at " + kafka.bootstrap()
                        + " speaks TLS there, and we don't: set kafka.ca, or kafka.tls where Java knows the authority."
                : KafkaRefusal.notTls(kafka);
    }

    /** Whether TLS is spoken there, whoever signed the certificate; empty where nothing listens, or nothing is said in time. */
    private static Optional<Boolean> speaksTls(String host, int port) {
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            plain.setSoTimeout(PATIENCE_MILLIS);
            return Optional.of(shakesHands(plain, host, port));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean shakesHands(Socket plain, String host, int port) {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        try (SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true)) {
            socket.startHandshake();
            return true;
        } catch (IOException e) { // a certificate that came, and was not liked, is TLS all the same
            return TlsFault.of(e)
                    .filter(fault -> fault == TlsFault.UNTRUSTED || fault == TlsFault.OUT_OF_DATE)
                    .isPresent();
        }
    }
}
