package dev.vigil.runtime.kafka;

import dev.vigil.runtime.tls.Trust;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS of Kafka's clients by {@link Trust}, so that a file of authorities is read again while they run; Kafka's own clients read it once.
 * Kafka makes it by its name, {@code ssl.engine.factory.class}, and tells it the file, {@code ssl.truststore.location}.
 */
public final class ReloadingSslEngineFactory implements SslEngineFactory {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private @Nullable SSLContext context;

    /** As Kafka makes it. */
    public ReloadingSslEngineFactory() {
        // configure() does the rest
    }

    @Override
    public void configure(Map<String, ?> configs) {
        Path authorities = Path.of(String.valueOf(configs.get(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG)));
        context = Trust.of(authorities).context().orElseThrow();
    }

    @Override
    public SSLEngine createClientSslEngine(String peerHost, int peerPort, String endpointIdentification) {
        if (context == null) {
            throw new IllegalStateException("It is not configured.");
        }
        SSLEngine engine = context.createSSLEngine(peerHost, peerPort);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(PROTOCOLS);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(endpointIdentification);
        engine.setSSLParameters(parameters);
        return engine;
    }

    @Override
    public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
        throw new UnsupportedOperationException("It is for clients.");
    }

    /** It never is: what changes is read by the context in use. */
    @Override
    public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
        return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public @Nullable KeyStore keystore() {
        return null;
    }

    @Override
    public @Nullable KeyStore truststore() {
        return null;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
