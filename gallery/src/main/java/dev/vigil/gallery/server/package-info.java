/** The gallery service: the log, the state in memory, the REST routes. */
@NullMarked
package dev.vigil.gallery.server;

import org.jspecify.annotations.NullMarked;
