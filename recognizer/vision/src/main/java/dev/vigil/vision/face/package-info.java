/** From a picture to faces and their embeddings: detection, landmarks, alignment, quality, embedding. */
@NullMarked
package dev.vigil.vision.face;

import org.jspecify.annotations.NullMarked;
