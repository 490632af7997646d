/**
 * The stream {@code vigil-decide}: sightings are put to the gallery in batches, and become recognitions and alerts. The rule that
 * decides is pure, and used by the photo API and the command line too.
 */
@NullMarked
package dev.vigil.recognizer.decide;

import org.jspecify.annotations.NullMarked;
