/** A whole gallery as one file: lines of JSON between a header and a trailer that sums them up; encrypted if asked. */
@NullMarked
package dev.vigil.gallery.backup;

import org.jspecify.annotations.NullMarked;
