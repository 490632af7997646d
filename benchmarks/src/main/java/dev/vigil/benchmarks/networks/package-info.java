/** The networks in our engines and in ONNX Runtime, side by side: {@code ./vigil models bench}. */
@NullMarked
package dev.vigil.benchmarks.networks;

import org.jspecify.annotations.NullMarked;
