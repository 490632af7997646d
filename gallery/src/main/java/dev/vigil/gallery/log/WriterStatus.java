package dev.vigil.gallery.log;

import dev.vigil.runtime.error.UserError;

/** What a partition's writer is at. */
enum WriterStatus {
    /** It claims its partition and reads what lies before the claim. */
    OPENING("The gallery is still reading its log: nothing was written; try again in a moment."),
    /** It writes. */
    OPEN(""),
    /** Kafka did not answer; it tries again. */
    AWAY("Kafka does not answer: nothing was written; try again when it is back."),
    /** Another replica has claimed the partition. */
    SUPERSEDED("Another gallery has taken over: nothing was written; ask that one."),
    /** It was closed, since the partition was given to another replica or the process ends. */
    CLOSED("The gallery is stopping: nothing was written.");

    private final String refusal;

    WriterStatus(String refusal) {
        this.refusal = refusal;
    }

    /** Whether it never writes again. */
    boolean isFinal() {
        return this == SUPERSEDED || this == CLOSED;
    }

    /** What a write is answered with; only where the status is not {@link #OPEN}. */
    UserError refusal() {
        return new UserError(503, refusal);
    }
}
