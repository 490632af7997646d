/**
 * The stream {@code vigil-see}: frames become tracks, tracks become sightings, and every frame is accounted for. The networks are
 * behind {@link dev.vigil.recognizer.see.FaceEye}.
 */
@NullMarked
package dev.vigil.recognizer.see;

import org.jspecify.annotations.NullMarked;
