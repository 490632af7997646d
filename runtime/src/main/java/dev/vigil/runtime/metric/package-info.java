/** The Prometheus registry that every service shares, with its binders. */
@NullMarked
package dev.vigil.runtime.metric;

import org.jspecify.annotations.NullMarked;
