package dev.vigil.recognizer.live;

import dev.vigil.vision.face.Box;

/**
 * A face in a live frame.
 *
 * @param track the id of the track that it belongs to
 * @param box in pixels of the frame
 */
public record LiveFace(String track, Box box) {}
