/** Pixels: decoding, orientation, cropping, encoding. OpenCV stays inside. */
@NullMarked
package dev.vigil.vision.picture;

import org.jspecify.annotations.NullMarked;
