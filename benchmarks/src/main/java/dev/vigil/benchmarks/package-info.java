/** {@code vigil bench}: Vigil's own search beside what people would use instead, on the same machine in the same run. */
@NullMarked
package dev.vigil.benchmarks;

import org.jspecify.annotations.NullMarked;
