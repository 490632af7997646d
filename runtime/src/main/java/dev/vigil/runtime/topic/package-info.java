/** The one list of topics, and their creation. */
@NullMarked
package dev.vigil.runtime.topic;

import org.jspecify.annotations.NullMarked;
