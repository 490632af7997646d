/** From a score to a false match rate and a threshold, by the model's card; and who of two sets belongs to whom at the least cost. */
@NullMarked
package dev.vigil.vision.match;

import org.jspecify.annotations.NullMarked;
