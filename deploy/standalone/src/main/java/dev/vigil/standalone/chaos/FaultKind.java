package dev.vigil.standalone.chaos;

import java.util.Locale;

/** What is done to a deployment. */
public enum FaultKind {
    /** {@code kill -9} of ingest; it is started again. */
    INGEST_KILL("ingest", 1, 6),
    /** {@code kill -9} of one recognizer; it is started again. */
    RECOGNIZER_KILL("recognizer", 1, 12),
    /** {@code kill -9} of the gallery; it is started again. */
    GALLERY_KILL("gallery", 1, 12),
    /** {@code kill -9} of one broker; it is started again. */
    BROKER_KILL("broker", 2, 15),
    /** {@code SIGSTOP} of one broker, later {@code SIGCONT}. */
    BROKER_STOP("broker", 5, 30),
    /** {@code SIGSTOP} of one recognizer, later {@code SIGCONT}: it comes back and believes that it still has its cameras. */
    RECOGNIZER_STOP("recognizer", 5, 25),
    /** The network between Kafka and those services that go through the proxy carries 64 KiB a second. */
    LINK_SLOW("link", 5, 20),
    /** That network is cut: connections are broken, and new ones refused. */
    LINK_CUT("link", 2, 12),
    /** That network says nothing more: connections stay open, and nothing comes through. */
    LINK_FREEZE("link", 2, 20),
    /** The network cameras are away. */
    CAMERA_CUT("camera", 1, 8),
    /** The network cameras' connections stay open, and no picture comes. */
    CAMERA_FREEZE("camera", 3, 15),
    /** {@code SIGTERM} of ingest, which must end in order; it is started again. */
    INGEST_TERM("ingest", 1, 4),
    /** {@code SIGTERM} of one recognizer, which must end in order; it is started again. */
    RECOGNIZER_TERM("recognizer", 1, 6),
    /** {@code SIGTERM} of the gallery, which must end in order; it is started again. */
    GALLERY_TERM("gallery", 1, 6),
    /** {@code SIGTERM} of one broker, which hands over what it leads; it is started again. */
    BROKER_TERM("broker", 2, 10),
    /** The disk of one broker is full; the broker is started again when it is not. */
    BROKER_FULL("broker", 5, 15),
    /** The clock of ingest, by which frames are stamped, is wrong by seconds to minutes, and later right again. */
    CLOCK_STEP("clock", 5, 20),
    /** Records of every kind that can't be read come on every topic. */
    POISON("poison", 1, 3);

    private final String target;
    private final int least;
    private final int most;

    /** Whether it ends a process that is started again when it is over. */
    boolean endsProcess() {
        return switch (this) {
            case INGEST_KILL, RECOGNIZER_KILL, GALLERY_KILL, BROKER_KILL, BROKER_FULL -> true;
            case INGEST_TERM, RECOGNIZER_TERM, GALLERY_TERM, BROKER_TERM -> true;
            default -> false;
        };
    }

    /** Whether it hurts nobody's way to Kafka, so that whoever is told to end can do so in order. */
    boolean leavesKafka() {
        return switch (this) {
            case CAMERA_CUT, CAMERA_FREEZE, POISON, GALLERY_KILL, GALLERY_TERM, INGEST_KILL, INGEST_TERM -> true;
            case RECOGNIZER_KILL, RECOGNIZER_STOP, RECOGNIZER_TERM -> true;
            default -> false;
        };
    }

    FaultKind(String target, int least, int most) {
        this.target = target;
        this.least = least;
        this.most = most;
    }

    /** What it is done to; two faults of the same target never overlap. */
    public String target() {
        return target;
    }

    /** How long it lasts at least, in seconds. */
    int leastSeconds() {
        return least;
    }

    /** How long it lasts at most, in seconds. */
    int mostSeconds() {
        return most;
    }

    /** As the command line writes it, as {@code broker-kill}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
