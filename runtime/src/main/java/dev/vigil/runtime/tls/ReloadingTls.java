package dev.vigil.runtime.tls;

import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.metric.Metrics;
import io.micrometer.core.instrument.Gauge;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's TLS, 1.2 or newer, from two PEM files that are read again when their content has changed: new connections get the new
 * certificate, those that are open go on. Files that can't be used, as while only one of the two has been replaced, leave the old
 * certificate in place and say so once. Thread-safe.
 */
public final class ReloadingTls implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReloadingTls.class);

    private final Path certificate;
    private final Path key;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private final ScheduledExecutorService watch;

    private volatile Identity identity;
    private String seen;

    private ReloadingTls(TlsConfig config) {
        this.certificate = Objects.requireNonNull(config.certificate());
        this.key = Objects.requireNonNull(config.key());
        this.seen = content();
        this.identity = Identity.read(certificate, key);
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        use(factory, identity);
        this.watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "vigil-tls");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Reads the files, and watches them until it is closed.
     *
     * @throws UserError if they can't be used
     */
    public static ReloadingTls start(TlsConfig config, Metrics metrics) {
        ReloadingTls tls = new ReloadingTls(config);
        Clock clock = Clock.systemUTC();
        Gauge.builder("vigil.tls.certificate.expiry", tls, t -> t.secondsLeft(clock))
                .baseUnit("seconds")
                .description("Seconds until the certificate ends; negative once it has.")
                .strongReference(true)
                .register(metrics.registry());
        tls.tell("The service's certificate is");
        long every = config.reload().toMillis();
        var unused = tls.watch.scheduleWithFixedDelay(tls::look, every, every, TimeUnit.MILLISECONDS);
        return tls;
    }

    /** What Jetty's connector needs. */
    public SslContextFactory.Server factory() {
        return factory;
    }

    /** Stops watching the files. */
    @Override
    public void close() {
        watch.shutdownNow();
    }

    private double secondsLeft(Clock clock) {
        return Duration.between(clock.instant(), identity.expiry()).toSeconds();
    }

    private void look() {
        try {
            String now = content();
            if (now.equals(seen)) {
                return;
            }
            seen = now;
            Identity next = Identity.read(certificate, key);
            factory.reload(f -> use((SslContextFactory.Server) f, next));
            identity = next;
            tell("New connections get the certificate");
        } catch (UserError e) {
            log.warn("The certificate stays as it was: {}", e.sentence());
        } catch (Exception e) { // the edge of the thread; Jetty declares it
            log.error("The certificate stays as it was: the new one can't be used.", e);
        }
    }

    private void tell(String what) {
        log.info("{} {}, valid until {}.", what, identity.subject(), identity.expiry());
    }

    private static void use(SslContextFactory.Server factory, Identity identity) {
        factory.setKeyStore(identity.store());
        factory.setKeyStorePassword(Identity.PASSWORD);
    }

    /** Both files' text; that of one that can't be read is what is wrong with it. */
    private String content() {
        return textOrReason(certificate) + '\0' + textOrReason(key);
    }

    private static String textOrReason(Path file) {
        try {
            return Identity.text(file);
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
