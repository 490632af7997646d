/**
 * Networks of convolutions on the CPU's vectors, in Java: convolution, bias, residual sum and activation in one pass over the
 * picture, with channels side by side. It runs what it knows; whoever loads a network falls back to libtorch for the rest.
 */
@NullMarked
package dev.vigil.vision.vector;

import org.jspecify.annotations.NullMarked;
