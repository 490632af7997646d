/** What people may ask for: erasure with a receipt and its proof, the end of consent, a copy of all that is held. */
@NullMarked
package dev.vigil.gallery.rights;

import org.jspecify.annotations.NullMarked;
