package dev.vigil.gallery.audit;

import dev.vigil.runtime.config.Default;
import dev.vigil.runtime.topic.Topics;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code gallery.audit} of the configuration.
 *
 * @param topic the audit topic
 * @param key file of the Ed25519 private key (PEM, PKCS #8) that signs checkpoints; where it is left out, each start of a replica
 *     makes a key of its own, which proves little
 * @param checkpointEvery after that many entries of a replica one more checkpoint is signed, in [1, 1000000]
 * @param checkpointWithin after that time at the latest, where there is anything new; at least 1 s
 * @param held how many entries wait in memory while Kafka does not answer, in [100, 1000000]; what comes beyond is counted in an
 *     entry {@code gap}
 */
public record AuditConfig(
        @Default("vigil.gallery.audited.v1") String topic,
        @Nullable String key,
        @Default("1000") int checkpointEvery,
        @Default("10m") Duration checkpointWithin,
        @Default("10000") int held) {
    /** What is not configured. */
    public static final AuditConfig DEFAULT =
            new AuditConfig(Topics.GALLERY_AUDITED.name(), null, 1_000, Duration.ofMinutes(10), 10_000);

    /** Checks the ranges. */
    public AuditConfig {
        if (topic.isBlank()) {
            throw new IllegalArgumentException("gallery.audit.topic is empty.");
        }
        if (checkpointEvery < 1 || checkpointEvery > 1_000_000) {
            throw new IllegalArgumentException("gallery.audit.checkpointEvery lies between 1 and 1000000.");
        }
        if (checkpointWithin.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("gallery.audit.checkpointWithin is at least 1s.");
        }
        if (held < 100 || held > 1_000_000) {
            throw new IllegalArgumentException("gallery.audit.held lies between 100 and 1000000.");
        }
    }

    /** The same with another topic. */
    public AuditConfig withTopic(String other) {
        return new AuditConfig(other, key, checkpointEvery, checkpointWithin, held);
    }

    /** The same with another key file. */
    public AuditConfig withKey(@Nullable String file) {
        return new AuditConfig(topic, file, checkpointEvery, checkpointWithin, held);
    }
}
