/** What programs that read Vigil's topics may rely on. */
@NullMarked
package dev.vigil.standalone.contract;

import org.jspecify.annotations.NullMarked;
