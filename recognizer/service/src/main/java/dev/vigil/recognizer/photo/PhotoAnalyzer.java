package dev.vigil.recognizer.photo;

import dev.vigil.runtime.error.UserError;
import java.util.List;

/** Looks at photos. Thread-safe. */
public interface PhotoAnalyzer {
    /** Whether a small picture of each face is cut out. */
    enum Crops {
        /** None. */
        NONE,
        /** At most 224 pixels and 24,000 bytes each, with a margin wide enough to find and align the face in it again. */
        SMALL
    }

    /**
     * Every face of a photo, best first.
     *
     * @param photo an encoded picture, as JPEG or PNG
     * @throws UserError with 422 where it is no picture that can be read, 503 where too many others wait
     */
    List<PhotoFace> analyze(byte[] photo, Crops crops);
}
