/** The story of one decision, put together from what the topics hold: {@code vigil explain}. */
@NullMarked
package dev.vigil.standalone.explain;

import org.jspecify.annotations.NullMarked;
