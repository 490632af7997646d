package dev.vigil.recognizer.see;

import dev.vigil.recognizer.track.Portrait;
import java.util.Map;
import java.util.Set;

/** Looks at frames. For one thread at a time. */
public interface FaceEye extends AutoCloseable {
    /**
     * Finds the faces of a frame.
     *
     * @param jpeg as it was published
     * @throws dev.vigil.vision.picture.UnreadablePictureException if it is no whole picture
     */
    Glance look(byte[] jpeg);

    /**
     * Looks closer at some faces, all in one batch.
     *
     * @param glance from any eye, not closed
     * @param embed indices of the faces to embed and to make a small picture of
     * @param portray indices of those to make only a small picture of
     * @return one for each index
     */
    Map<Integer, Portrait> portray(Glance glance, Set<Integer> embed, Set<Integer> portray);

    @Override
    void close();
}
