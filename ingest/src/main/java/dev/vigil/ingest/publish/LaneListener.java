package dev.vigil.ingest.publish;

/** Hears what becomes of the frames of one camera. Called under locks and on Kafka's own thread: must return at once. */
public interface LaneListener {
    /** Kafka has acknowledged a frame. */
    void published(Outgoing.Place frame);

    /** A frame will never be published, for a bounded set of reasons: {@code buffer-full}, {@code refused}, {@code stopped}. */
    void dropped(Outgoing.Place frame, String reason);
}
