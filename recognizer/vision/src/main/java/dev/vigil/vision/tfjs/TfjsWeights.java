package dev.vigil.vision.tfjs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.runtime.json.Json;
import dev.vigil.vision.onnx.OnnxException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of a network of TensorFlow.js: a manifest in JSON names them in the order in which one file holds their numbers,
 * {@code float32}, or bytes of which {@code value * scale + min} is the number. Immutable.
 */
public final class TfjsWeights {
    private final Map<String, Weight> byName;

    private record Weight(List<Integer> shape, ByteBuffer floats) {}

    private TfjsWeights(Map<String, Weight> byName) {
        this.byName = byName;
    }

    /**
     * Reads both files.
     *
     * @throws OnnxException if they do not belong together, or hold numbers of another type
     * @throws IOException if one can't be read
     */
    public static TfjsWeights read(Path manifest, Path numbers) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(numbers)).order(ByteOrder.LITTLE_ENDIAN);
        Map<String, Weight> weights = new HashMap<>();
        for (JsonNode group : Json.mapper().readTree(Files.readAllBytes(manifest))) {
            for (JsonNode entry : group.path("weights")) {
                weights.put(entry.path("name").asText(), weight(entry, in));
            }
        }
        if (weights.isEmpty() || in.hasRemaining()) {
            throw new OnnxException("the weights in " + numbers.getFileName() + " are not those that "
                    + manifest.getFileName() + " names");
        }
        return new TfjsWeights(weights);
    }

    private static Weight weight(JsonNode entry, ByteBuffer in) {
        List<Integer> shape = new ArrayList<>();
        long count = 1;
        for (JsonNode size : entry.path("shape")) {
            shape.add(size.asInt());
            count = Math.multiplyExact(count, (long) size.asInt());
        }
        JsonNode quantised = entry.path("quantization");
        String type = quantised.isMissingNode()
                ? entry.path("dtype").asText()
                : quantised.path("dtype").asText();
        int each = type.equals("uint8") ? 1 : Float.BYTES;
        if (!type.equals("uint8") && !type.equals("float32")) {
            throw new OnnxException("the weight " + entry.path("name") + " has numbers of the type " + type
                    + ", which is not supported");
        }
        if (count < 1 || count > in.remaining() / each) {
            throw new OnnxException("the weight " + entry.path("name") + " is not whole");
        }
        float scale = (float) quantised.path("scale").asDouble(1);
        float min = (float) quantised.path("min").asDouble(0);
        ByteBuffer floats = ByteBuffer.allocate((int) count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long i = 0; i < count; i++) {
            floats.putFloat(each == 1 ? (in.get() & 0xff) * scale + min : in.getFloat());
        }
        return new Weight(List.copyOf(shape), floats.flip());
    }

    /**
     * The numbers of a weight, as the file has them: of a convolution {@code float32[rows, columns, inputs, outputs]}.
     *
     * @param shape that it must have
     * @throws OnnxException if it is not there, or has another shape
     */
    float[] of(String name, Integer... shape) {
        Weight weight = byName.get(name);
        if (weight == null || !weight.shape().equals(List.of(shape))) {
            throw new OnnxException(
                    "the weight \"" + name + "\" is not there, or has another shape than " + List.of(shape));
        }
        float[] numbers = new float[weight.floats().remaining() / Float.BYTES];
        weight.floats()
                .duplicate()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(numbers);
        return numbers;
    }
}
