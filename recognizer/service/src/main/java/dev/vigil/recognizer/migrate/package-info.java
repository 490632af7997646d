/** A second embedder beside the first: enrolled from what is there, compared with it, and switched to. */
@NullMarked
package dev.vigil.recognizer.migrate;

import org.jspecify.annotations.NullMarked;
