package dev.vigil.client;

/** One record of the topics that an {@link EventReader} reads. A {@code switch} over the kinds faces those that are yet to come too. */
public sealed interface Event {
    /** The CloudEvent's attributes, and where it lies. */
    Envelope envelope();

    /** A decision about a track. */
    record Recognized(Envelope envelope, Recognition recognition) implements Event {}

    /** Somebody of a watchlist was seen. */
    record Alerted(Envelope envelope, Alert alert) implements Event {}

    /** Somebody has seen to an alert. */
    record Acknowledged(Envelope envelope, Acknowledgement acknowledgement) implements Event {}

    /**
     * What this version of the client can't read: a kind that is newer than it, or no event at all. The reader goes on after it.
     *
     * @param why in one sentence
     */
    record Unknown(Envelope envelope, String why) implements Event {}
}
