package dev.vigil.vision.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OnnxReaderTest {
    private static final OnnxGraph GRAPH = new OnnxGraph(
            "g",
            9,
            List.of(
                    new OnnxNode(
                            "conv",
                            "Conv",
                            "",
                            List.of("x", "w", ""),
                            List.of("a"),
                            Map.of(
                                    "pads", new OnnxAttribute.Wholes(List.of(1L, 1L, 1L, 1L)),
                                    "group", new OnnxAttribute.Whole(1),
                                    "auto_pad", new OnnxAttribute.Text("NOTSET"))),
                    new OnnxNode(
                            "", "Clip", "", List.of("a"), List.of("y"), Map.of("min", new OnnxAttribute.Real(-2f)))),
            Map.of("w", OnnxTensor.ofFloats(List.of(1L, 1L, 2L, 2L), 1, 2, 3, 4)),
            List.of(new OnnxValueInfo("x", List.of(-1L, 1L, 4L, 4L))),
            List.of(new OnnxValueInfo("y", List.of())));

    @Test
    void readsGraphNodesAttributesAndConstants() {
        OnnxGraph graph = read(OnnxWriter.bytes(GRAPH));

        assertThat(graph.opset()).isEqualTo(9);
        assertThat(graph.inputs()).containsExactly(new OnnxValueInfo("x", List.of(-1L, 1L, 4L, 4L)));
        assertThat(graph.outputs()).containsExactly(new OnnxValueInfo("y", List.of()));
        OnnxNode conv = graph.nodes().get(0);
        assertThat(conv.name()).isEqualTo("conv");
        assertThat(conv.hasInput(1)).isTrue();
        assertThat(conv.hasInput(2)).isFalse();
        assertThat(conv.wholes("pads")).contains(List.of(1L, 1L, 1L, 1L));
        assertThat(conv.whole("group", 5)).isEqualTo(1);
        assertThat(conv.text("auto_pad", "")).isEqualTo("NOTSET");
        assertThat(conv.whole("missing", 5)).isEqualTo(5);
        assertThat(graph.nodes().get(1).real("min", 0)).isEqualTo(-2f);
        assertThat(graph.nodes().get(1).name()).isEqualTo("Clip_1");
        assertThat(graph.initialisers().get("w").floats()).containsExactly(1f, 2f, 3f, 4f);
    }

    @Test
    void readsNumbersFromWhicheverFieldHoldsThem() {
        ProtoWriter loose = new ProtoWriter()
                .varint(1, 2)
                .varint(2, 1)
                .string(8, "t")
                .float32(4, 1)
                .float32(4, 2);
        ProtoWriter packed = new ProtoWriter()
                .varint(1, 2)
                .varint(2, 1)
                .bytes(4, new ProtoWriter().bytes32(1).bytes32(2).toBytes());
        ProtoWriter wholes =
                new ProtoWriter().varint(1, 2).varint(2, 7).varint(7, 1).varint(7, -2);
        ProtoWriter small = new ProtoWriter()
                .varint(1, 2)
                .varint(2, 6)
                .bytes(5, new ProtoWriter().raw(1).raw(-2).toBytes());

        assertThat(tensor(loose).floats()).containsExactly(1f, 2f);
        assertThat(tensor(packed).floats()).containsExactly(1f, 2f);
        assertThat(tensor(wholes).integers()).containsExactly(1L, -2L);
        assertThat(tensor(small).integers()).containsExactly(1L, -2L);
    }

    @Test
    void leavesConstantsOutOfTheInputsAsOldFilesListThem() {
        ProtoWriter graph = new ProtoWriter();
        graph.message(
                5, new ProtoWriter().varint(1, 1).varint(2, 1).string(8, "w").float32(4, 1));
        graph.message(11, new ProtoWriter().string(1, "x")).message(11, new ProtoWriter().string(1, "w"));
        graph.message(12, new ProtoWriter().string(1, "x"));
        OnnxGraph read = read(model(graph));
        assertThat(read.inputs()).extracting(OnnxValueInfo::name).containsExactly("x");
    }

    @Test
    void saysInOneSentenceWhatIsWrongWithAFileCutAnywhere() {
        byte[] whole = OnnxWriter.bytes(GRAPH);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut))
                    .as("cut after %d of %d bytes", length, whole.length)
                    .isInstanceOf(OnnxException.class)
                    .hasMessageStartingWith("The ONNX file net.onnx can't be used: ")
                    .hasMessageEndingWith(".")
                    .message()
                    .doesNotContain("\n");
        }
    }

    @Test
    void neverFailsInAnyOtherWayOnDamagedFiles() {
        byte[] whole = OnnxWriter.bytes(GRAPH);
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                read(damaged);
            } catch (OnnxException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }

    @Test
    void refusesATensorWhoseShapeIsAbsurd() {
        for (long size : new long[] {Long.MAX_VALUE, -1, 1L << 40}) {
            ProtoWriter tensor = new ProtoWriter()
                    .varint(1, size)
                    .varint(1, size)
                    .varint(2, 1)
                    .string(8, "huge");
            assertThatThrownBy(() -> tensor(tensor)).isInstanceOf(OnnxException.class);
        }
    }

    @Test
    void refusesWhatItDoesNotSupportByName() {
        assertThatThrownBy(() -> tensor(new ProtoWriter().varint(1, 1).varint(2, 8)))
                .hasMessageContaining("type 8")
                .hasMessageContaining("the tensor \"t\"");
        assertThatThrownBy(() -> tensor(new ProtoWriter().varint(2, 1).varint(14, 1)))
                .hasMessageContaining("another file");
    }

    @Test
    void refusesAGraphThatUsesWhatNothingGives() {
        ProtoWriter graph = new ProtoWriter()
                .message(
                        1,
                        new ProtoWriter()
                                .string(1, "nowhere")
                                .string(2, "y")
                                .string(4, "Relu")
                                .string(3, "r\nelu"))
                .message(12, new ProtoWriter().string(1, "y"));
        assertThatThrownBy(() -> read(model(graph)))
                .hasMessageContaining("the operator Relu of the node \"r?elu\" uses the value \"nowhere\"");
    }

    @Test
    void refusesTextAndEmptyFiles(@TempDir Path folder) throws Exception {
        Path text = Files.writeString(folder.resolve("a.onnx"), "<html>404 not found</html>\n");
        assertThatThrownBy(() -> OnnxReader.read(text))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("a.onnx");
        assertThatThrownBy(() -> OnnxReader.read(folder.resolve("missing.onnx")))
                .isInstanceOf(OnnxException.class)
                .hasMessageContaining("missing.onnx");
        assertThatThrownBy(() -> read(new byte[0])).hasMessageContaining("it has no graph");
    }

    private static OnnxTensor tensor(ProtoWriter tensor) {
        ProtoWriter graph =
                new ProtoWriter().message(5, tensor.string(8, "t")).message(12, new ProtoWriter().string(1, "t"));
        return read(model(graph)).initialisers().get("t");
    }

    private static byte[] model(ProtoWriter graph) {
        return new ProtoWriter()
                .varint(1, 3)
                .message(7, graph)
                .message(8, new ProtoWriter().varint(2, 9))
                .toBytes();
    }

    private static OnnxGraph read(byte[] bytes) {
        return OnnxReader.read(ByteBuffer.wrap(bytes), "net.onnx");
    }
}
