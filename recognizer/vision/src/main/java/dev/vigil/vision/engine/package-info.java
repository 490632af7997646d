/** Which engine runs a network: PyTorch, which runs everything, or our own on the CPU's vectors, where that is faster. */
@NullMarked
package dev.vigil.vision.engine;

import org.jspecify.annotations.NullMarked;
