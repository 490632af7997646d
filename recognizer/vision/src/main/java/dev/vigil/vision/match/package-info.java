/** From a score to a false match rate and a threshold, by the model's card. */
@NullMarked
package dev.vigil.vision.match;

import org.jspecify.annotations.NullMarked;
