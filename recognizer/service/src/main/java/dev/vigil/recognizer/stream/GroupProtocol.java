package dev.vigil.recognizer.stream;

import java.util.Locale;

/** How the processes of a stream share its partitions. */
public enum GroupProtocol {
    /** By the consumers themselves; members may have names that they keep over restarts. */
    CLASSIC,
    /** By the broker (KIP-1071); without such names. */
    STREAMS;

    /** As Kafka writes it. */
    String kafka() {
        return name().toLowerCase(Locale.ROOT);
    }
}
