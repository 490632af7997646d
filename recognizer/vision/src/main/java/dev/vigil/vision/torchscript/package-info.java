/** Writing TorchScript archives from an ONNX graph, in Java. */
@NullMarked
package dev.vigil.vision.torchscript;

import org.jspecify.annotations.NullMarked;
