/** How much each key may ask: token buckets. */
@NullMarked
package dev.vigil.gallery.limit;

import org.jspecify.annotations.NullMarked;
