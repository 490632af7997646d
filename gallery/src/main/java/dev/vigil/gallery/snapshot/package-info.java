/** The gallery's state in a local file, so that a start needs to read only the rest of the log. */
@NullMarked
package dev.vigil.gallery.snapshot;

import org.jspecify.annotations.NullMarked;
