package dev.vigil.recognizer.see;

import dev.vigil.recognizer.track.Grey;
import dev.vigil.recognizer.track.MotionGate;
import dev.vigil.recognizer.track.Portrait;
import java.util.Map;
import java.util.Set;

/** Looks at frames. For one thread at a time. */
public interface FaceEye extends AutoCloseable {
    /**
     * Finds the faces of a frame.
     *
     * @param jpeg as it was published
     * @param settings how to look
     * @param embedder id of the network that compares, for what is looked at closer later
     * @throws dev.vigil.vision.picture.UnreadablePictureException if it is no whole picture
     */
    Glance look(byte[] jpeg, LookSettings settings, String embedder);

    /**
     * The frame in grey, {@link MotionGate#WIDTH}x{@link MotionGate#HEIGHT}, much faster than {@link #look}.
     *
     * @throws dev.vigil.vision.picture.UnreadablePictureException if it is no picture
     */
    Grey glimpse(byte[] jpeg);

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
