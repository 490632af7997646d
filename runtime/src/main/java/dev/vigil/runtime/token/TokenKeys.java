package dev.vigil.runtime.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.health.HealthStatus;
import dev.vigil.runtime.tls.Trust;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer's public keys: held for a while, asked for again when a token names one that is not among them, yet at most every few
 * seconds, since anybody can write tokens; and used on for hours where the issuer is away.
 */
final class TokenKeys {
    private static final Logger log = LoggerFactory.getLogger(TokenKeys.class);
    private static final int CONNECT_MILLIS = 1_000;
    private static final int READ_MILLIS = 2_000;
    private static final int MOST_BYTES = 256 * 1024;
    private static final long REFRESH_MILLIS = 5_000;
    private static final long AT_MOST_EVERY_MILLIS = 5_000;
    private static final long OUTLIVE_MILLIS = 4L * 60 * 60 * 1000;

    private TokenKeys() {}

    /** The keys that the configuration names. */
    static JWKSource<SecurityContext> of(TokenConfig config) {
        return of(config, AT_MOST_EVERY_MILLIS);
    }

    static JWKSource<SecurityContext> of(TokenConfig config, long atMostEveryMillis) {
        Path file = config.jwksFile();
        JWKSourceBuilder<SecurityContext> builder =
                file == null ? overHttp(config) : JWKSourceBuilder.create(new FileSource(file));
        AtomicReference<HealthStatus> health = new AtomicReference<>(HealthStatus.HEALTHY);
        long hold = Math.max(config.keysFor().toMillis(), 2 * atMostEveryMillis);
        return builder.cache(hold, REFRESH_MILLIS)
                .refreshAheadCache(false)
                .rateLimited(atMostEveryMillis)
                .outageTolerant(OUTLIVE_MILLIS)
                .healthReporting(report -> tell(health, report.getHealthStatus()))
                .build();
    }

    private static void tell(AtomicReference<HealthStatus> health, HealthStatus now) {
        if (health.getAndSet(now) == now) {
            return;
        } else if (now == HealthStatus.HEALTHY) {
            log.info("The keys of the tokens' issuer are read again.");
        } else {
            log.warn("The keys of the tokens' issuer can't be read; those that are known go on.");
        }
    }

    private static JWKSourceBuilder<SecurityContext> overHttp(TokenConfig config) {
        SSLSocketFactory sockets = Trust.of(config.ca())
                .context()
                .map(SSLContext::getSocketFactory)
                .orElse(null);
        try {
            return JWKSourceBuilder.create(
                    URI.create(Objects.requireNonNull(config.jwks())).toURL(),
                    new DefaultResourceRetriever(CONNECT_MILLIS, READ_MILLIS, MOST_BYTES, true, sockets));
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("jwt.jwks is no address.", e);
        }
    }

    /** A file of keys, read again whenever the cache asks. */
    private record FileSource(Path file) implements JWKSetSource<SecurityContext> {
        @Override
        public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, SecurityContext context)
                throws KeySourceException {
            try {
                return JWKSet.parse(Files.readString(file));
            } catch (IOException | ParseException e) {
                throw new JWKSetUnavailableException("The file " + file + " holds no keys (JWKS).", e);
            }
        }

        @Override
        public void close() {
            // holds nothing open
        }
    }
}
