package dev.vigil.lab.tracking;

import dev.vigil.vision.face.Box;

/**
 * Where a tracker saw a face.
 *
 * @param frame from 0
 * @param track its id
 * @param box in pixels of the frame
 */
public record TrackedFace(int frame, String track, Box box) {}
