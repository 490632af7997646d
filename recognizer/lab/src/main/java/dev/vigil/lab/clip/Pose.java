package dev.vigil.lab.clip;

/**
 * How an actor is shown in one frame.
 *
 * @param x of the face's centre, in pixels of the frame
 * @param y of the face's centre
 * @param height of the face in pixels
 * @param tilt in radians, clockwise
 * @param light factor of brightness, 1 as photographed
 * @param blur in pixels of the frame: how far it moves while the shutter is open
 */
record Pose(double x, double y, double height, double tilt, double light, int blur) {}
