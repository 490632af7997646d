package dev.vigil.vision.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.vision.onnx.OnnxGraph;
import dev.vigil.vision.onnx.OnnxReader;
import dev.vigil.vision.torchscript.OrtNetwork;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks that are not in the catalogue, by other exporters and with other operators, give what ONNX Runtime gives. */
final class OtherNetworksIT {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void unpack() {
        Catalogue.Entry entry = Catalogue.entries().get(0);
        ModelStore store = new ModelStore(ModelStore.defaultRoot(System.getenv()));
        Path tarball = new NpmPackages(store.packages(), System.err::println)
                .tarball(entry.npmPackage(), entry.version(), entry.tarballSha256());
        NpmPackages.extract(tarball, "package/model/", folder.resolve("models"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr_liveness", "fr_pose", "fr_age", "fr_gender", "fr_eye", "fr_expression"})
    void giveWhatOnnxRuntimeGives(String name, @TempDir Path compiled) throws Exception {
        Path onnx = folder.resolve("models").resolve(name + ".onnx");
        compare(OnnxReader.read(onnx), Files.readAllBytes(onnx), compiled);
    }

    private static void compare(OnnxGraph graph, byte[] onnx, Path compiled) throws Exception {
        long[] shape = graph.inputs().get(0).shape().stream()
                .mapToLong(size -> size < 1 ? 64 : size)
                .toArray();
        ByteBuffer input = ByteBuffer.allocateDirect((int) (shape[1] * shape[2] * shape[3]) * Float.BYTES)
                .order(ByteOrder.nativeOrder());
        Random random = new Random(5);
        while (input.hasRemaining()) {
            input.putFloat(random.nextFloat());
        }
        input.clear();
        try (OrtNetwork anchor = new OrtNetwork(onnx);
                TorchNetwork network = Networks.compiled(graph, compiled)) {
            List<Tensor> wanted = anchor.run(input, 1, shape[1], shape[2], shape[3]);
            List<Tensor> given = network.run(input, 1, (int) shape[1], (int) shape[2], (int) shape[3]);
            assertThat(given).hasSameSizeAs(wanted);
            for (int i = 0; i < wanted.size(); i++) {
                assertThat(given.get(i).shape()).isEqualTo(wanted.get(i).shape());
                assertThat(relativeError(given.get(i).values(), wanted.get(i).values()))
                        .isLessThan(1e-3);
            }
        }
    }

    private static double relativeError(FloatBuffer a, FloatBuffer b) {
        double difference = 0;
        double size = 1e-12;
        while (b.hasRemaining()) {
            double expected = b.get();
            difference += Math.pow(a.get() - expected, 2);
            size += expected * expected;
        }
        return Math.sqrt(difference / size);
    }
}
