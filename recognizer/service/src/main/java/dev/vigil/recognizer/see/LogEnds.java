package dev.vigil.recognizer.see;

import java.util.OptionalLong;

/** Where the log of frames ends, so that a silent camera is told from one whose frames wait to be read. */
@FunctionalInterface
public interface LogEnds {
    /** The offset that the next record of the partition will bear; empty where that can't be said now. Returns within a second. */
    OptionalLong end(int partition);
}
