package dev.vigil.benchmarks.networks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.vigil.vision.model.Network;
import dev.vigil.vision.model.Tensor;
import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A network in ONNX Runtime, with all its optimisations, on one thread. Threads may share it. */
final class OrtNetwork implements Network {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final String input;

    /** Loads a graph for any batch. */
    OrtNetwork(OnnxGraph graph) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            session = environment.createSession(OnnxWriter.bytes(Batches.any(graph)), options);
            input = session.getInputNames().iterator().next();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not take this network.", e);
        }
    }

    @Override
    public List<Tensor> run(ByteBuffer pictures, int n, int c, int h, int w) {
        FloatBuffer floats =
                pictures.duplicate().clear().order(ByteOrder.nativeOrder()).asFloatBuffer();
        try (OnnxTensor tensor =
                        OnnxTensor.createTensor(environment, floats.limit(n * c * h * w), new long[] {n, c, h, w});
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            List<Tensor> outputs = new ArrayList<>();
            for (Map.Entry<String, OnnxValue> output : result) {
                OnnxTensor value = (OnnxTensor) output.getValue();
                FloatBuffer numbers = value.getFloatBuffer();
                float[] copy = new float[numbers.remaining()];
                numbers.get(copy);
                outputs.add(Tensor.of(value.getInfo().getShape(), copy));
            }
            return outputs;
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed on this input.", e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime can't free a network.", e);
        }
    }
}
