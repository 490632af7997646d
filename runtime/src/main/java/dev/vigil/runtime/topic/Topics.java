package dev.vigil.runtime.topic;

import java.time.Duration;
import java.util.List;

/**
 * The one list of topics. The standalone mode, {@code deploy/kafka/} and the chart create them from it; no topic is created by
 * accident. Retention acts on whole segments, so that the personal topics roll theirs well under their retention.
 */
public final class Topics {
    /** The largest record on any topic, in bytes: a frame of 1280 px at quality 85 is a tenth of it. */
    public static final int MAX_RECORD_BYTES = 4 * 1024 * 1024;

    /** Frames as JPEG, and camera markers. */
    public static final TopicSpec FRAME_CAPTURED = TopicSpec.deleting(
                    "vigil.frame.captured.v1", 24, 8, Duration.ofMinutes(10), Duration.ofMinutes(1))
            .with("retention.bytes", Long.toString(1024L * 1024 * 1024))
            .with("segment.bytes", Long.toString(64L * 1024 * 1024))
            .with("compression.type", "uncompressed")
            .with("max.message.bytes", Integer.toString(MAX_RECORD_BYTES));

    /** Sightings of tracks, and camera markers. */
    public static final TopicSpec FACE_SIGHTED =
            TopicSpec.deleting("vigil.face.sighted.v1", 24, 8, Duration.ofHours(6), Duration.ofMinutes(30));

    /** What became of every frame. */
    public static final TopicSpec FRAME_ACCOUNTED =
            TopicSpec.deleting("vigil.frame.accounted.v1", 24, 8, Duration.ofDays(7), Duration.ofHours(12));

    /** Decisions. */
    public static final TopicSpec FACE_RECOGNIZED =
            TopicSpec.deleting("vigil.face.recognized.v1", 24, 8, Duration.ofDays(7), Duration.ofHours(12));

    /** Alerts of watchlists. */
    public static final TopicSpec ALERT_RAISED =
            TopicSpec.deleting("vigil.alert.raised.v1", 12, 4, Duration.ofDays(30), Duration.ofDays(1));

    /** The gallery's truth: compacted, for ever; what is erased leaves the log within the compaction lag. */
    public static final TopicSpec GALLERY_CHANGED = new TopicSpec(
            "vigil.gallery.changed.v1",
            12,
            4,
            java.util.Map.of(
                    "cleanup.policy", "compact",
                    "segment.ms", Long.toString(Duration.ofHours(1).toMillis()),
                    "max.compaction.lag.ms", Long.toString(Duration.ofHours(24).toMillis()),
                    "delete.retention.ms", Long.toString(Duration.ofDays(7).toMillis()),
                    "min.cleanable.dirty.ratio", "0.1"));

    /** Who did what to the gallery; its records bear the time of Kafka's clock, not of the gallery's. */
    public static final TopicSpec GALLERY_AUDITED = TopicSpec.deleting(
                    "vigil.gallery.audited.v1", 12, 4, Duration.ofDays(2 * 365), Duration.ofDays(7))
            .with("message.timestamp.type", "LogAppendTime");

    /** What could not be read, as it came, with the reason in headers. */
    public static final TopicSpec DEAD_LETTER = TopicSpec.deleting(
                    "vigil.dead-letter.v1", 6, 2, Duration.ofDays(7), Duration.ofHours(12))
            .with("max.message.bytes", Integer.toString(MAX_RECORD_BYTES));

    /** All of them, in the order of the data's way. */
    public static final List<TopicSpec> ALL = List.of(
            FRAME_CAPTURED,
            FACE_SIGHTED,
            FRAME_ACCOUNTED,
            FACE_RECOGNIZED,
            ALERT_RAISED,
            GALLERY_CHANGED,
            GALLERY_AUDITED,
            DEAD_LETTER);

    private Topics() {}
}
