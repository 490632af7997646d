/** What the gallery writes to its compacted topic: the states of people, faces and watchlists. */
@NullMarked
package dev.vigil.gallery.event;

import org.jspecify.annotations.NullMarked;
