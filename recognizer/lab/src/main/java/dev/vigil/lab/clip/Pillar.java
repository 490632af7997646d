package dev.vigil.lab.clip;

/**
 * Something before which nobody can be seen.
 *
 * @param x left edge in pixels
 * @param width in pixels
 * @param grey its brightness, in [0, 255]
 */
record Pillar(int x, int width, int grey) {}
