package dev.vigil.ingest;

import java.util.List;

/** Is told of every change of the cameras once it holds, in order. Never waits, never throws. */
public interface CameraListener {
    /** Hears nothing. */
    CameraListener NOBODY = new CameraListener() {
        @Override
        public void started(int cameras, String mark) {}

        @Override
        public void changed(Change change) {}
    };

    /**
     * Ingest began.
     *
     * @param cameras how many there are, the paused ones too
     * @param mark differs where any setting of any camera but a password differs, so that a change while ingest was off is seen
     */
    void started(int cameras, String mark);

    /** One camera is another than before. */
    void changed(Change change);

    /** What happened to a camera. */
    enum Kind {
        /** It is new. */
        ADDED,
        /** Its settings are others. */
        CHANGED,
        /** It is gone. */
        REMOVED,
        /** It rests until it is resumed. */
        PAUSED,
        /** It goes on. */
        RESUMED
    }

    /**
     * A change, without credentials.
     *
     * @param kind what
     * @param camera its id
     * @param by who
     * @param settings names of those that differ, in order; empty but for changed ones
     * @param source where it is read from now, or was, without credentials
     */
    record Change(Kind kind, String camera, Origin by, List<String> settings, String source) {
        /** Copies the list. */
        public Change {
            settings = List.copyOf(settings);
        }
    }

    /**
     * Who changes cameras.
     *
     * @param id of the key or token
     * @param role label of its role
     * @param from the address that the request came from; empty where there was none
     */
    record Origin(String id, String role, String from) {
        /** Whoever may write the configuration file. */
        public static final Origin FILE = new Origin("configuration-file", "admin", "");
    }
}
