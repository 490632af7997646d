package dev.vigil.lab.clip;

import dev.vigil.vision.face.Box;
import java.awt.image.BufferedImage;

/**
 * One picture of a person's head, cut out with soft edges.
 *
 * @param picture with transparency
 * @param face the detector's box in it, in pixels
 */
record Look(BufferedImage picture, Box face) {}
