package dev.vigil.gallery.server;

import dev.vigil.gallery.audit.AuditConfig;
import dev.vigil.gallery.client.NewFace;
import dev.vigil.gallery.enrolment.EnrolmentConfig;
import dev.vigil.gallery.limit.LimitsConfig;
import dev.vigil.gallery.rights.ConsentConfig;
import dev.vigil.gallery.snapshot.SnapshotConfig;
import dev.vigil.runtime.config.Default;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.runtime.topic.Topics;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code gallery} of the configuration.
 *
 * @param host the address that the service by itself listens on
 * @param port its port; 0 takes a free one
 * @param topic the changed topic
 * @param writeTimeout how long a request waits for its write, at least 1 s; each step at Kafka may take half of it
 * @param instance the replica's name among those of the same topic, the same after a restart, as a StatefulSet's pod has it: its
 *     partitions wait for it as long as {@code sessionTimeout}; empty for none
 * @param advertised the address under which other replicas reach this one, as {@code http://gallery-1:8081}; empty for
 *     {@code http://HOST:PORT}, https where the services speak TLS
 * @param sessionTimeout how long a replica may be silent until others write its partitions, at least 2 s (the broker's
 *     {@code group.min.session.timeout.ms} may ask for more)
 * @param encryption where the keys come from that keep the log secret ({@code file:PATH}, {@code env:NAME}), or {@code none}; there
 *     is no default
 * @param facesPerPerson how many a person may have, in [1, 10000]: all are erased in one transaction
 * @param maxBodyBytes the largest body that is read, at least 65536
 * @param audit the audit
 * @param consent when people whose consent has ended are erased
 * @param crops whether the small pictures of faces are kept
 * @param maxCropBytes the largest that is taken, in [1024, 65536]
 * @param enrolment what becomes of a face about which something is odd
 * @param limits how much each key may ask
 * @param snapshot where the state is kept between two runs
 */
public record GalleryConfig(
        @Default("127.0.0.1") String host,
        @Default("8081") int port,
        @Default("vigil.gallery.changed.v1") String topic,
        @Default("10s") Duration writeTimeout,
        @Default("") String instance,
        @Default("") String advertised,
        @Default("6s") Duration sessionTimeout,
        @Nullable String encryption,
        @Default("1000") int facesPerPerson,
        @Default("2097152") int maxBodyBytes,
        @Default("{}") AuditConfig audit,
        @Default("{}") ConsentConfig consent,
        @Default("keep") Crops crops,
        @Default("32768") int maxCropBytes,
        EnrolmentConfig enrolment,
        LimitsConfig limits,
        @Default("{}") SnapshotConfig snapshot) {
    /** What becomes of the small pictures of faces. */
    public enum Crops {
        /** They are kept with the faces. */
        KEEP,
        /** They are left out, whoever sends one. */
        NONE
    }

    /** Checks the ranges. */
    public GalleryConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("gallery.port lies between 0 and 65535.");
        }
        if (topic.isBlank()) {
            throw new IllegalArgumentException("gallery.topic is empty.");
        }
        if (writeTimeout.compareTo(Duration.ofSeconds(1)) < 0 || writeTimeout.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("gallery.writeTimeout lies between 1s and 5m.");
        }
        if (!instance.matches("[A-Za-z0-9._-]{0,200}")) {
            throw new IllegalArgumentException("gallery.instance is a name of letters, digits, . - and _, or empty.");
        }
        if (!advertised.isEmpty() && !advertised.matches("https?://[^/?#\\s]+/?")) {
            throw new IllegalArgumentException(
                    "gallery.advertised is '" + advertised + "': write it as http://gallery-1:8081.");
        }
        if (sessionTimeout.compareTo(Duration.ofSeconds(2)) < 0
                || sessionTimeout.compareTo(Duration.ofSeconds(30)) > 0) {
            throw new IllegalArgumentException("gallery.sessionTimeout lies between 2s and 30s.");
        }
        if (facesPerPerson < 1 || facesPerPerson > 10_000) {
            throw new IllegalArgumentException("gallery.facesPerPerson lies between 1 and 10000.");
        }
        if (maxBodyBytes < 65_536) {
            throw new IllegalArgumentException("gallery.maxBodyBytes is at least 65536.");
        }
        if (maxCropBytes < 1_024 || maxCropBytes > 65_536) {
            throw new IllegalArgumentException("gallery.maxCropBytes lies between 1024 and 65536.");
        }
    }

    /** The address under which other replicas reach this one; empty where it has no fixed port. */
    String address() {
        return !advertised.isEmpty() || port == 0 ? advertised : "http://" + host + ":" + port;
    }

    /**
     * The same, where the service speaks TLS: the other replicas are told so.
     *
     * @throws UserError if {@code advertised} says otherwise
     */
    public GalleryConfig overTls() {
        if (advertised.startsWith("http:")) {
            throw new UserError("gallery.advertised is '" + advertised
                    + "', but access.tls is set, and nobody answers to http there: write https.");
        }
        return new GalleryConfig(
                host,
                port,
                topic,
                writeTimeout,
                instance,
                advertised.isEmpty() && port != 0 ? "https://" + host + ":" + port : advertised,
                sessionTimeout,
                encryption,
                facesPerPerson,
                maxBodyBytes,
                audit,
                consent,
                crops,
                maxCropBytes,
                enrolment,
                limits,
                snapshot);
    }

    /** The same, encrypted by these keys, or by {@code none}. */
    public GalleryConfig encryptedBy(String keys) {
        return with(keys, audit, consent, snapshot);
    }

    /** The same under a name that stays over a restart. */
    public GalleryConfig named(String replica) {
        return new GalleryConfig(
                host,
                port,
                topic,
                writeTimeout,
                replica,
                advertised,
                sessionTimeout,
                encryption,
                facesPerPerson,
                maxBodyBytes,
                audit,
                consent,
                crops,
                maxCropBytes,
                enrolment,
                limits,
                snapshot);
    }

    /** The same with snapshots. */
    public GalleryConfig withSnapshots(SnapshotConfig other) {
        return with(encryption, audit, consent, other);
    }

    /** The same with other settings of the audit. */
    public GalleryConfig withAudit(AuditConfig other) {
        return with(encryption, other, consent, snapshot);
    }

    /** The same with other settings of the end of consent. */
    public GalleryConfig withConsent(ConsentConfig other) {
        return with(encryption, audit, other, snapshot);
    }

    private GalleryConfig with(
            @Nullable String otherKeys,
            AuditConfig otherAudit,
            ConsentConfig otherConsent,
            SnapshotConfig otherSnapshot) {
        return new GalleryConfig(
                host,
                port,
                topic,
                writeTimeout,
                instance,
                advertised,
                sessionTimeout,
                otherKeys,
                facesPerPerson,
                maxBodyBytes,
                otherAudit,
                otherConsent,
                crops,
                maxCropBytes,
                enrolment,
                limits,
                otherSnapshot);
    }

    /** What is not configured. */
    public static GalleryConfig defaults() {
        return new GalleryConfig(
                "127.0.0.1",
                8081,
                Topics.GALLERY_CHANGED.name(),
                Duration.ofSeconds(10),
                "",
                "",
                Duration.ofSeconds(6),
                null,
                1_000,
                2 * 1024 * 1024,
                AuditConfig.DEFAULT,
                ConsentConfig.DEFAULT,
                Crops.KEEP,
                32_768,
                EnrolmentConfig.DEFAULTS,
                LimitsConfig.DEFAULTS,
                SnapshotConfig.NONE);
    }

    /**
     * The face as it is kept.
     *
     * @throws UserError with 400 where its crop is too large
     */
    NewFace kept(NewFace face) {
        Base64Bytes crop = face.crop();
        if (crop == null) {
            return face;
        }
        if (crops == Crops.NONE) {
            return new NewFace(face.model(), face.embedding(), face.source(), face.quality(), null);
        }
        if (crop.size() > maxCropBytes) {
            throw new UserError(
                    "The field 'crop' has " + crop.size() + " bytes; at most " + maxCropBytes + " are taken.");
        }
        return face;
    }
}
