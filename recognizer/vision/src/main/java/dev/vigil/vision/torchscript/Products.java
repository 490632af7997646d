package dev.vigil.vision.torchscript;

import java.util.Map;

/** Products of matrices, and the normalisation by a batch's statistics. */
final class Products {
    private Products() {}

    static void addTo(Map<String, Operator> all) {
        all.put("MatMul", e -> e.give("torch.matmul(" + e.tensor(0) + ", " + e.tensor(1) + ")"));
        all.put("Gemm", Products::gemm);
        all.put("BatchNormalization", Products::batchNormalisation);
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
}
