/** Who did what to the gallery: ids, never names. */
@NullMarked
package dev.vigil.gallery.audit;

import org.jspecify.annotations.NullMarked;
