/** Events as lines for people. */
@NullMarked
package dev.vigil.standalone.print;

import org.jspecify.annotations.NullMarked;
