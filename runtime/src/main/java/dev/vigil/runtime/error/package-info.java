/** The one exception that says: this was asked wrongly, and here is what to do instead. */
@NullMarked
package dev.vigil.runtime.error;

import org.jspecify.annotations.NullMarked;
