package dev.vigil.vision.tfjs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.vision.onnx.OnnxException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TfjsWeightsTest {
    private static final String MANIFEST = """
            [{"weights": [
              {"name": "a", "shape": [2, 1], "dtype": "float32",
               "quantization": {"dtype": "uint8", "scale": 0.5, "min": -10}},
              {"name": "b", "shape": [1], "dtype": "float32"}], "paths": ["x"]}]
            """;

    @TempDir
    private Path folder;

    @Test
    void readsBytesAndFloatsInTheOrderOfTheManifest() throws IOException {
        TfjsWeights weights = read(MANIFEST, numbers(6));
        assertThat(weights.of("a", 2, 1)).containsExactly(-10f, 117.5f);
        assertThat(weights.of("b", 1)[0]).isCloseTo(3.25f, within(0f));
    }

    @Test
    void refusesWhatDoesNotBelongTogether() throws IOException {
        assertThatThrownBy(() -> read(MANIFEST, numbers(5))).isInstanceOf(OnnxException.class);
        assertThatThrownBy(() -> read(MANIFEST, numbers(7))).isInstanceOf(OnnxException.class);
        assertThatThrownBy(() -> read(MANIFEST.replace("uint8", "int7"), numbers(6)))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("int7");
        assertThatThrownBy(() -> read(MANIFEST.replace("[2, 1]", "[2, -1]"), numbers(6)))
                .isInstanceOf(OnnxException.class);
        TfjsWeights weights = read(MANIFEST, numbers(6));
        assertThatThrownBy(() -> weights.of("a", 1, 2)).isInstanceOf(OnnxException.class);
        assertThatThrownBy(() -> weights.of("c", 1)).isInstanceOf(OnnxException.class);
    }

    private static byte[] numbers(int length) {
        ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0).put((byte) 255).putFloat(3.25f);
        return java.util.Arrays.copyOf(bytes.array(), length);
    }

    private TfjsWeights read(String manifest, byte[] numbers) throws IOException {
        return TfjsWeights.read(
                Files.writeString(folder.resolve("manifest.json"), manifest),
                Files.write(folder.resolve("numbers.bin"), numbers));
    }
}
