/** The field's standard measures: verification by the protocol of LFW (Huang et al., 2007). */
@NullMarked
package dev.vigil.lab.evaluate;

import org.jspecify.annotations.NullMarked;
