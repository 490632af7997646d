package dev.vigil.vision.torchscript;

/** How one operator of ONNX is written in TorchScript. Stateless; reads the node from the emission and gives its outputs to it. */
@FunctionalInterface
public interface Operator {
    /**
     * Writes one node.
     *
     * @throws dev.vigil.vision.onnx.OnnxException if it uses a form of the operator that is not supported
     */
    void emit(Emission node);
}
