package dev.vigil.vision.torchscript;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.vigil.vision.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The anchor: the same ONNX bytes in ONNX Runtime. */
public final class OrtNetwork implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    /** Loads a file's bytes. */
    public OrtNetwork(byte[] onnx) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            session = environment.createSession(onnx, options);
        }
    }

    /** Runs it; every output must be float32. */
    public List<Tensor> run(ByteBuffer input, long... shape) throws OrtException {
        String name = session.getInputNames().iterator().next();
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        FloatBuffer floats = input.asFloatBuffer().limit(count);
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, floats, shape);
                OrtSession.Result result = session.run(Map.of(name, tensor))) {
            List<Tensor> outputs = new ArrayList<>();
            for (Map.Entry<String, ai.onnxruntime.OnnxValue> output : result) {
                OnnxTensor value = (OnnxTensor) output.getValue();
                FloatBuffer numbers = value.getFloatBuffer();
                float[] copy = new float[numbers.remaining()];
                numbers.get(copy);
                outputs.add(Tensor.of(value.getInfo().getShape(), copy));
            }
            return outputs;
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
