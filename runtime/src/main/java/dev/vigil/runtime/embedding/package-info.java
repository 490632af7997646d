/** A network's output vector and how it travels: an immutable, L2-normalised float32 vector. */
@NullMarked
package dev.vigil.runtime.embedding;

import org.jspecify.annotations.NullMarked;
