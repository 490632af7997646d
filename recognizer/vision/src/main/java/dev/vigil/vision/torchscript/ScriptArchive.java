package dev.vigil.vision.torchscript;

import dev.vigil.vision.onnx.OnnxTensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the file that libtorch loads ({@code torch.jit.load}): a zip of stored entries under one folder, with the module as a
 * pickle, its code as text, and each tensor's numbers. The same script gives the same bytes.
 */
public final class ScriptArchive {
    private static final String ROOT = "net/";
    /** The oldest time that a zip can hold. */
    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);
    /** The version of the archive's format; from 4 on some operators mean something else. */
    private static final String VERSION = "3\n";

    private ScriptArchive() {}

    /**
     * Writes the archive; the stream stays open.
     *
     * @throws IOException if the stream can't be written
     */
    public static void write(Script script, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setMethod(ZipOutputStream.STORED);
        entry(zip, "data.pkl", Pickle.module(script.constants()));
        entry(zip, "code/__torch__.py", script.text().getBytes(StandardCharsets.US_ASCII));
        entry(zip, "constants.pkl", Pickle.emptyTuple());
        entry(zip, "version", VERSION.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < script.constants().size(); i++) {
            entry(zip, "data/" + i, bytes(script.constants().get(i)));
        }
        zip.finish();
    }

    private static byte[] bytes(OnnxTensor tensor) {
        byte[] bytes = new byte[tensor.data().remaining()];
        tensor.data().get(bytes);
        return bytes;
    }

    /** Stored, so that its size and checksum are needed before its bytes. */
    private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry(ROOT + name);
        entry.setSize(bytes.length);
        entry.setCompressedSize(bytes.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(EPOCH);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
