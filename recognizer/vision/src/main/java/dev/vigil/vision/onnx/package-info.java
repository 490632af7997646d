/** Reading ONNX files: graph, initialisers, attributes. */
@NullMarked
package dev.vigil.vision.onnx;

import org.jspecify.annotations.NullMarked;
