package dev.vigil.vision.torchscript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.vision.onnx.OnnxTensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

final class ScriptArchiveTest {
    private static final Script SCRIPT = new Script(
            1,
            1,
            "    return x0\n",
            List.of(OnnxTensor.ofFloats(List.of(2L, 3L), 1, 2, 3, 4, 5, 6), OnnxTensor.ofIntegers(List.of(7L))));

    @Test
    void storesCodePickleVersionAndNumbersUnderOneFolder() throws IOException {
        Map<String, byte[]> entries = entries(bytes(SCRIPT));

        assertThat(entries.keySet())
                .containsExactly(
                        "net/data.pkl",
                        "net/code/__torch__.py",
                        "net/constants.pkl",
                        "net/version",
                        "net/data/0",
                        "net/data/1");
        assertThat(text(entries, "net/version")).isEqualTo("3\n");
        assertThat(text(entries, "net/code/__torch__.py")).isEqualTo(SCRIPT.text());
        ByteBuffer numbers = ByteBuffer.wrap(entries.get("net/data/0")).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(numbers.remaining()).isEqualTo(24);
        assertThat(numbers.getFloat(20)).isEqualTo(6f);
        assertThat(ByteBuffer.wrap(entries.get("net/data/1"))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getLong())
                .isEqualTo(7);
        assertThat(entries.get("net/constants.pkl")).containsExactly(0x80, 2, ')', '.');
    }

    @Test
    void givesTheSameBytesEachTime() throws IOException {
        assertThat(bytes(SCRIPT)).isEqualTo(bytes(SCRIPT));
    }

    @Test
    void picklesTheModuleOpcodeByOpcode() {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(new byte[] {(byte) 0x80, 2});
        ascii(expected, "c__torch__\nNet\n)");
        expected.write(0x81);
        ascii(expected, "}(");
        text(expected, "c0");
        ascii(expected, "ctorch._utils\n_rebuild_tensor_v2\n((");
        text(expected, "storage");
        ascii(expected, "ctorch\nFloatStorage\n");
        text(expected, "0");
        text(expected, "cpu");
        number(expected, 6);
        ascii(expected, "tQ");
        number(expected, 0);
        ascii(expected, "(");
        number(expected, 2);
        number(expected, 3);
        ascii(expected, "t(");
        number(expected, 3);
        number(expected, 1);
        ascii(expected, "t");
        expected.write(0x89);
        ascii(expected, "ccollections\nOrderedDict\n)RtR");
        text(expected, "training");
        expected.write(0x89);
        ascii(expected, "ub.");

        assertThat(Pickle.module(SCRIPT.constants().subList(0, 1))).isEqualTo(expected.toByteArray());
    }

    private static void ascii(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(new byte[] {'X', (byte) text.length(), 0, 0, 0});
        ascii(out, text);
    }

    private static void number(ByteArrayOutputStream out, int number) {
        out.writeBytes(new byte[] {'J', (byte) number, 0, 0, 0});
    }

    private static byte[] bytes(Script script) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ScriptArchive.write(script, out);
        return out.toByteArray();
    }

    private static String text(Map<String, byte[]> entries, String name) {
        return new String(entries.get(name), StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> entries(byte[] archive) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }
}
