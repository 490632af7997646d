/** The recognizer as a whole: its config, what starts and drains both streams, and how to tell that a run is over. */
@NullMarked
package dev.vigil.recognizer;

import org.jspecify.annotations.NullMarked;
