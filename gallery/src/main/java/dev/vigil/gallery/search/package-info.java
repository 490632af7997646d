/** Exact search over embeddings. */
@NullMarked
package dev.vigil.gallery.search;

import org.jspecify.annotations.NullMarked;
