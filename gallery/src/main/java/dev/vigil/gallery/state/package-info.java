/** The gallery in memory: what the changed topic says, and nothing else. */
@NullMarked
package dev.vigil.gallery.state;

import org.jspecify.annotations.NullMarked;
