/** Kept sightings, decided once more by today's gallery or another threshold: {@code vigil replay}. */
@NullMarked
package dev.vigil.standalone.replay;

import org.jspecify.annotations.NullMarked;
