/** One JSON mapper for events, HTTP and the command line. */
@NullMarked
package dev.vigil.runtime.json;

import org.jspecify.annotations.NullMarked;
