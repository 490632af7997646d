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
    /** The network cameras are away. */
    CAMERA_CUT("camera", 1, 8);

    private final String target;
    private final int least;
    private final int most;

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
