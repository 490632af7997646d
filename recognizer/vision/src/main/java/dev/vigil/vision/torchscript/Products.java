package dev.vigil.vision.torchscript;

import dev.vigil.vision.onnx.OnnxTensor;
import java.util.Map;

/** Products of matrices, and normalisation by means and variances. */
final class Products {
    private Products() {}

    static void addTo(Map<String, Operator> all) {
        all.put("MatMul", e -> e.give("torch.matmul(" + e.tensor(0) + ", " + e.tensor(1) + ")"));
        all.put("Gemm", Products::gemm);
        all.put("BatchNormalization", Products::batchNormalisation);
        all.put("InstanceNormalization", Products::instanceNormalisation);
        all.put("LayerNormalization", Products::layerNormalisation);
    }

    /** alpha · A · B + beta · C, each of A and B transposed where asked. */
    private static void gemm(Emission e) {
        float alpha = e.node().real("alpha", 1);
        float beta = e.node().real("beta", 1);
        boolean transA = e.node().whole("transA", 0) == 1;
        boolean transB = e.node().whole("transB", 0) == 1;
        boolean rowOfBiases = !e.node().hasInput(2)
                || e.known(2).map(c -> c.shape().size() == 1).orElse(false);
        if (alpha == 1 && beta == 1 && !transA && transB && rowOfBiases) {
            e.give("torch.linear(" + e.tensor(0) + ", " + e.tensor(1) + ", " + e.tensorOrNone(2) + ")");
            return;
        }
        String a = transA ? "torch.t(" + e.tensor(0) + ")" : e.tensor(0);
        String b = transB ? "torch.t(" + e.tensor(1) + ")" : e.tensor(1);
        String product = e.let("torch.mul(torch.matmul(" + a + ", " + b + "), " + Text.real(alpha) + ")");
        if (!e.node().hasInput(2)) {
            e.give(0, new Value.Numbers(product));
            return;
        }
        e.give("torch.add(" + product + ", torch.mul(" + e.tensor(2) + ", " + Text.real(beta) + "))");
    }

    private static void batchNormalisation(Emission e) {
        if (e.node().whole("training_mode", 0) != 0 || e.node().whole("spatial", 1) != 1) {
            throw e.unsupported("has training_mode, or spatial 0");
        }
        e.give("torch.batch_norm(" + e.tensor(0) + ", " + e.tensor(1) + ", " + e.tensor(2) + ", " + e.tensor(3) + ", "
                + e.tensor(4) + ", False, 0.1, " + Text.real(e.node().real("epsilon", 1e-5f)) + ", False)");
    }

    private static void instanceNormalisation(Emission e) {
        e.give("torch.instance_norm(" + e.tensor(0) + ", " + e.tensor(1) + ", " + e.tensor(2)
                + ", None, None, True, 0.1, " + epsilon(e) + ", False)");
    }

    /** Over the last axes together; which they are shows in the scale's shape. */
    private static void layerNormalisation(Emission e) {
        OnnxTensor scale = e.known(1).orElseThrow(() -> e.unsupported("computes its scale while running"));
        long axis = e.node().whole("axis", -1);
        if (axis < 0 && -axis != scale.shape().size()) {
            throw e.unsupported("has a scale that is not of the shape it normalises");
        }
        if (e.node().outputs().stream().skip(1).anyMatch(output -> !output.isEmpty())) {
            throw e.unsupported("gives its mean or deviation too");
        }
        e.give("torch.layer_norm(" + e.tensor(0) + ", " + Text.list(scale.shape()) + ", " + e.tensor(1) + ", "
                + e.tensorOrNone(2) + ", " + epsilon(e) + ", False)");
    }

    private static String epsilon(Emission e) {
        return Text.real(e.node().real("epsilon", 1e-5f));
    }
}
