/** How a long-running command ends: by a signal or a failure, everything closed in order, never a hang. */
@NullMarked
package dev.vigil.standalone.lifecycle;

import org.jspecify.annotations.NullMarked;
