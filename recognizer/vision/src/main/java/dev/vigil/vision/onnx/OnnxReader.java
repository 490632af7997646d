package dev.vigil.vision.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an ONNX file ({@code ModelProto} of onnx.proto3): the graph, without running anything. */
public final class OnnxReader {
    private static final long LARGEST_FILE = 1L << 30;

    private OnnxReader() {}

    /**
     * Reads a file, which is held in memory by the graph.
     *
     * @throws OnnxException if it can't be read, is no ONNX file, is cut off, or holds what is not supported
     */
    public static OnnxGraph read(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new OnnxException("The file " + file + " is larger than 1 GiB, which is not supported.");
            }
            return read(ByteBuffer.wrap(Files.readAllBytes(file)), String.valueOf(file.getFileName()));
        } catch (IOException e) {
            throw new OnnxException("The file " + file + " can't be read: " + e.getMessage() + ".", e);
        }
    }

    /**
     * Reads the bytes of a file.
     *
     * @param bytes held by the graph
     * @param name for messages
     * @throws OnnxException as {@link #read(Path)}
     */
    public static OnnxGraph read(ByteBuffer bytes, String name) {
        try {
            return model(new ProtoReader(bytes));
        } catch (OnnxException e) {
            throw new OnnxException("The ONNX file " + name + " can't be used: " + e.getMessage() + ".", e);
        }
    }

    private static OnnxGraph model(ProtoReader in) {
        ProtoReader graph = null;
        long opset = 0;
        while (in.next()) {
            switch (in.field()) {
                case 7 -> graph = in.message();
                case 8 -> opset = Math.max(opset, opset(in.message()));
                default -> in.skip();
            }
        }
        if (graph == null) {
            throw new OnnxException("it has no graph");
        }
        if (opset < 1) {
            throw new OnnxException("it does not say which version of the operators it uses");
        }
        return graph(graph, opset);
    }

    /** The version, where it is that of ONNX's own operators; else 0. */
    private static long opset(ProtoReader in) {
        String domain = "";
        long version = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> domain = in.string();
                case 2 -> version = in.varint();
                default -> in.skip();
            }
        }
        return domain.isEmpty() || domain.equals("ai.onnx") ? version : 0;
    }

    private static OnnxGraph graph(ProtoReader in, long opset) {
        String name = "";
        List<OnnxNode> nodes = new ArrayList<>();
        Map<String, OnnxTensor> initialisers = new LinkedHashMap<>();
        List<OnnxValueInfo> inputs = new ArrayList<>();
        List<OnnxValueInfo> outputs = new ArrayList<>();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> nodes.add(node(in.message(), nodes.size()));
                case 2 -> name = in.string();
                case 5 -> initialiser(in.message(), initialisers);
                case 11 -> inputs.add(valueInfo(in.message()));
                case 12 -> outputs.add(valueInfo(in.message()));
                case 15 -> throw new OnnxException("it has sparse constants, which are not supported");
                default -> in.skip();
            }
        }
        // Before IR version 4 the constants were listed among the inputs.
        inputs.removeIf(input -> initialisers.containsKey(input.name()));
        return new OnnxGraph(name, opset, nodes, initialisers, inputs, outputs);
    }

    private static OnnxNode node(ProtoReader in, int index) {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        Map<String, OnnxAttribute> attributes = new HashMap<>();
        String name = "";
        String operator = "";
        String domain = "";
        while (in.next()) {
            switch (in.field()) {
                case 1 -> inputs.add(in.string());
                case 2 -> outputs.add(in.string());
                case 3 -> name = in.string();
                case 4 -> operator = in.string();
                case 5 -> AttributeReader.read(in.message(), attributes);
                case 7 -> domain = in.string();
                default -> in.skip();
            }
        }
        if (operator.isEmpty()) {
            throw new OnnxException("its node number " + index + " has no operator");
        }
        return new OnnxNode(
                name.isEmpty() ? operator + "_" + index : name,
                operator,
                domain.equals("ai.onnx") ? "" : domain,
                inputs,
                outputs,
                attributes);
    }

    private static void initialiser(ProtoReader in, Map<String, OnnxTensor> initialisers) {
        TensorReader.Named tensor = TensorReader.read(in);
        if (initialisers.put(tensor.name(), tensor.tensor()) != null) {
            throw new OnnxException("it has two constants named " + Shown.quoted(tensor.name()));
        }
    }

    private static OnnxValueInfo valueInfo(ProtoReader in) {
        String name = "";
        List<Long> shape = List.of();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.string();
                case 2 -> shape = type(in.message());
                default -> in.skip();
            }
        }
        return new OnnxValueInfo(name, shape);
    }

    private static List<Long> type(ProtoReader in) {
        List<Long> shape = List.of();
        while (in.next()) {
            ProtoReader tensorType = in.field() == 1 ? in.message() : skipped(in);
            while (tensorType != null && tensorType.next()) {
                if (tensorType.field() == 2) {
                    shape = dimensions(tensorType.message());
                } else {
                    tensorType.skip();
                }
            }
        }
        return shape;
    }

    private static List<Long> dimensions(ProtoReader in) {
        List<Long> shape = new ArrayList<>();
        while (in.next()) {
            if (in.field() != 1) {
                in.skip();
                continue;
            }
            ProtoReader dimension = in.message();
            long size = -1;
            while (dimension.next()) {
                if (dimension.field() == 1) {
                    size = dimension.varint();
                } else {
                    dimension.skip();
                }
            }
            shape.add(size > 0 ? size : -1);
        }
        return shape;
    }

    private static @Nullable ProtoReader skipped(ProtoReader in) {
        in.skip();
        return null;
    }
}
