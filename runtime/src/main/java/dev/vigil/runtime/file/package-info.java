/** Files that hold secrets. */
@NullMarked
package dev.vigil.runtime.file;

import org.jspecify.annotations.NullMarked;
