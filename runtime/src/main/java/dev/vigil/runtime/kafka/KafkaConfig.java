package dev.vigil.runtime.kafka;

import dev.vigil.runtime.config.Default;
import dev.vigil.runtime.config.Secret;
import dev.vigil.runtime.tls.Trust;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How every client reaches Kafka. {@link #toString} hides what may be secret.
 *
 * @param bootstrap {@code host:port}, several with commas
 * @param properties further client settings by Kafka's names, as {@code ssl.keystore.location}; they win over those below
 * @param tls whether the connection is encrypted; a {@code ca} says so too
 * @param ca the authorities (PEM) that the brokers' certificates are signed by; null for Java's own
 * @param user who we are (SASL); null for nobody
 * @param password the user's; {@code passwordFile} names a file with it
 * @param mechanism how the password is proven
 */
public record KafkaConfig(
        @Default("127.0.0.1:9092") String bootstrap,
        @Default("{}") Map<String, String> properties,
        @Default("false") boolean tls,
        @Nullable Path ca,
        @Nullable String user,
        @Nullable Secret password,
        @Default("scram-sha-512") Mechanism mechanism) {
    /** How a password is proven. */
    public enum Mechanism {
        /** Without sending it (RFC 5802), with SHA-512. */
        SCRAM_SHA_512,
        /** The same with SHA-256. */
        SCRAM_SHA_256,
        /** By sending it: over TLS only. */
        PLAIN;

        /** As Kafka writes it. */
        String kafka() {
            return name().replace('_', '-');
        }
    }

    /** Copies the properties; checks that what belongs together is there. */
    public KafkaConfig {
        properties = Map.copyOf(properties);
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException("kafka.user and kafka.password (or passwordFile) belong together.");
        }
        // Kafka's own message would show the first line of it.
        if (password != null && password.reveal().chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "kafka.password (or its file) has several lines: name the file that holds the password alone.");
        }
        if (user != null && mechanism == Mechanism.PLAIN && !tls && ca == null) {
            throw new IllegalArgumentException(
                    "kafka.mechanism 'plain' would send the password unencrypted: set kafka.tls, or use scram-sha-512.");
        }
    }

    /** Unencrypted, as nobody. */
    public KafkaConfig(String bootstrap, Map<String, String> properties) {
        this(bootstrap, properties, false, null, null, null, Mechanism.SCRAM_SHA_512);
    }

    /** The same, as the same user, at another address. */
    public KafkaConfig at(String address) {
        return new KafkaConfig(address, properties, tls, ca, user, password, mechanism);
    }

    /**
     * Everything that any client needs: a map that the caller adds its own settings to.
     *
     * @throws dev.vigil.runtime.error.UserError if the file of authorities can't be read, which Kafka would say less plainly
     */
    public Map<String, Object> client() {
        Map<String, Object> settings = new HashMap<>();
        boolean encrypted = tls || ca != null;
        if (encrypted || user != null) {
            settings.put("security.protocol", (user == null ? "" : "SASL_") + (encrypted ? "SSL" : "PLAINTEXT"));
        }
        if (ca != null) {
            var unused = Trust.of(ca);
            settings.put("ssl.truststore.type", "PEM");
            settings.put("ssl.truststore.location", ca.toString());
            settings.put("ssl.engine.factory.class", ReloadingSslEngineFactory.class.getName());
        }
        if (user != null && password != null) {
            settings.put("sasl.mechanism", mechanism.kafka());
            settings.put("sasl.jaas.config", login(user, password.reveal()));
        }
        settings.putAll(properties);
        settings.put("bootstrap.servers", bootstrap);
        return settings;
    }

    /** Whether clients speak TLS. */
    boolean encrypted() {
        return tls
                || ca != null
                || properties.getOrDefault("security.protocol", "").endsWith("SSL");
    }

    private String login(String name, String secret) {
        String module = mechanism == Mechanism.PLAIN
                ? "org.apache.kafka.common.security.plain.PlainLoginModule"
                : "org.apache.kafka.common.security.scram.ScramLoginModule";
        return module + " required username=\"" + quoted(name) + "\" password=\"" + quoted(secret) + "\";";
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    @Override
    public String toString() {
        return "KafkaConfig[bootstrap=" + bootstrap + ", tls=" + (tls || ca != null) + ", user=" + user
                + (user == null ? "" : ", mechanism=" + mechanism.name().toLowerCase(Locale.ROOT)) + ", properties="
                + new TreeSet<>(properties.keySet()) + "]";
    }
}
