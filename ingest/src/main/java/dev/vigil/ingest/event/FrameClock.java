package dev.vigil.ingest.event;

import java.util.Locale;

/** Whose time a frame's {@code ce_capturedat} is. */
public enum FrameClock {
    /** The camera's own, by RTP and NTP. */
    RTP,
    /** When the frame was read: live sources without a clock of their own. */
    READING,
    /** Start of the session plus presentation time: files and folders. */
    MEDIA;

    /** As the header {@code ce_clock} writes it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a label.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static FrameClock ofLabel(String label) {
        for (FrameClock clock : values()) {
            if (clock.label().equals(label)) {
                return clock;
            }
        }
        throw new IllegalArgumentException("The header ce_clock is '" + label + "', not rtp, reading or media.");
    }
}
