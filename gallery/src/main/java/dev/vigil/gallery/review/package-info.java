/** Looks over a whole gallery, as a client: what is odd in it, and how two models see it. No pixels, no networks. */
@NullMarked
package dev.vigil.gallery.review;

import org.jspecify.annotations.NullMarked;
