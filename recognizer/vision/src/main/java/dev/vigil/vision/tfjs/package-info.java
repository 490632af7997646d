/** Networks whose weights were published for TensorFlow.js, as graphs of ONNX, which every engine here reads. */
@NullMarked
package dev.vigil.vision.tfjs;

import org.jspecify.annotations.NullMarked;
