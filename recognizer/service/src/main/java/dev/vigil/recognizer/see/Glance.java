package dev.vigil.recognizer.see;

import dev.vigil.recognizer.track.Grey;
import dev.vigil.recognizer.track.Observation.SeenFace;
import java.util.List;

/** What an eye saw in a frame. It may hold pixels in native memory: whoever asked for it closes it. For one thread at a time. */
public interface Glance extends AutoCloseable {
    /** Of the frame, in pixels. */
    int width();

    /** Of the frame, in pixels. */
    int height();

    /** The whole frame, very small. */
    Grey scene();

    /** Best first. */
    List<SeenFace> faces();

    @Override
    void close();
}
