package dev.vigil.vision.torchscript;

import dev.vigil.vision.onnx.OnnxTensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What bends single numbers, and softmax. */
final class Activations {
    private Activations() {}

    static void addTo(Map<String, Operator> all) {
        all.put("Relu", e -> e.give("torch.relu(" + e.tensor(0) + ")"));
        all.put("Sigmoid", e -> e.give("torch.sigmoid(" + e.tensor(0) + ")"));
        all.put("Tanh", e -> e.give("torch.tanh(" + e.tensor(0) + ")"));
        all.put("PRelu", Activations::prelu);
        all.put("LeakyRelu", e -> e.give("torch.leaky_relu(" + e.tensor(0) + ", " + real(e, "alpha", .01f) + ")"));
        all.put("Elu", e -> e.give("torch.elu(" + e.tensor(0) + ", " + real(e, "alpha", 1) + ", 1, 1)"));
        all.put("HardSigmoid", Activations::hardSigmoid);
        all.put("HardSwish", e -> e.give("torch.hardswish(" + e.tensor(0) + ")"));
        all.put("Softplus", e -> e.give("torch.softplus(" + e.tensor(0) + ", 1, 20)"));
        all.put("Mish", e -> e.give("torch.mish(" + e.tensor(0) + ")"));
        all.put("Selu", Activations::selu);
        all.put("Gelu", Activations::gelu);
        all.put("Clip", Activations::clip);
        all.put("Softmax", e -> softmax(e, "torch.softmax"));
        all.put("LogSoftmax", e -> softmax(e, "torch.log_softmax"));
        all.put("Dropout", e -> e.give(0, e.value(0)));
        all.put("Identity", e -> e.give(0, e.value(0)));
    }

    /** torch wants one slope, or one per channel without the ones that ONNX needs to broadcast them. */
    private static void prelu(Emission e) {
        Optional<OnnxTensor> slope = e.known(1);
        List<Long> shape = slope.map(OnnxTensor::shape).orElse(List.of());
        boolean perChannel = shape.size() >= 3
                && shape.get(shape.size() - 3) == slope.orElseThrow().count();
        if (slope.isPresent() && (perChannel || slope.get().count() == 1)) {
            long count = slope.get().count();
            String flat = e.constant(slope.get().reshaped(List.of(count)));
            e.give("torch.prelu(" + e.tensor(0) + ", " + flat + ")");
            return;
        }
        String x = e.tensor(0);
        e.give("torch.add(torch.clamp_min(" + x + ", 0), torch.mul(torch.clamp_max(" + x + ", 0), " + e.tensor(1)
                + "))");
    }

    private static void hardSigmoid(Emission e) {
        String line = "torch.add(torch.mul(" + e.tensor(0) + ", " + real(e, "alpha", .2f) + "), " + real(e, "beta", .5f)
                + ")";
        e.give("torch.clamp(" + line + ", 0, 1)");
    }

    private static void selu(Emission e) {
        e.give("torch.elu(" + e.tensor(0) + ", " + real(e, "alpha", 1.6732632f) + ", " + real(e, "gamma", 1.050701f)
                + ", 1)");
    }

    private static void gelu(Emission e) {
        String approximate = e.node().text("approximate", "none");
        if (approximate.equals("none")) {
            e.give("torch.gelu(" + e.tensor(0) + ")");
            return;
        }
        if (!approximate.equals("tanh")) {
            throw e.unsupported("has approximate " + approximate);
        }
        String x = e.tensor(0);
        String bent = "torch.tanh(torch.mul(torch.add(" + x + ", torch.mul(torch.pow(" + x
                + ", 3), 0.044715)), 0.7978845608028654))";
        e.give("torch.mul(torch.mul(" + x + ", 0.5), torch.add(" + bent + ", 1))");
    }

    private static void clip(Emission e) {
        String low = bound(e, "min", 1);
        String high = bound(e, "max", 2);
        if (low.equals("None") && high.equals("None")) {
            e.give(0, e.value(0));
            return;
        }
        e.give("torch.clamp(" + e.tensor(0) + ", " + low + ", " + high + ")");
    }

    /** Attributes until version 10, inputs since. */
    private static String bound(Emission e, String name, int input) {
        if (e.opset() < 11) {
            float bound = e.node().real(name, Float.NaN);
            return Float.isNaN(bound) ? "None" : Text.real(bound);
        }
        if (!e.node().hasInput(input)) {
            return "None";
        }
        OnnxTensor bound = e.known(input).orElseThrow(() -> e.unsupported("computes its " + name + " while running"));
        return Text.real(bound.real());
    }

    /** Until version 12 over all dimensions from the axis on together, since then over one. */
    private static void softmax(Emission e, String function) {
        String x = e.tensor(0);
        if (e.opset() >= 13) {
            e.give(function + "(" + x + ", " + e.node().whole("axis", -1) + ")");
            return;
        }
        long axis = e.node().whole("axis", 1);
        String rows = e.let(function + "(torch.flatten(" + x + ", " + axis + ", -1), " + (axis < 0 ? -1 : axis) + ")");
        e.give("torch.reshape(" + rows + ", torch.size(" + x + "))");
    }

    private static String real(Emission e, String name, float otherwise) {
        return Text.real(e.node().real(name, otherwise));
    }
}
