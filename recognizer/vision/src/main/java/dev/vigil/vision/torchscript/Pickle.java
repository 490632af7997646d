package dev.vigil.vision.torchscript;

import dev.vigil.vision.onnx.OnnxTensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The few opcodes of pickle protocol 2 (PEP 307) that a TorchScript archive needs. */
final class Pickle {
    private static final int PROTO = 0x80;
    private static final int EMPTY_TUPLE = ')';
    private static final int EMPTY_DICT = '}';
    private static final int MARK = '(';
    private static final int TUPLE = 't';
    private static final int GLOBAL = 'c';
    private static final int NEWOBJ = 0x81;
    private static final int REDUCE = 'R';
    private static final int BINPERSID = 'Q';
    private static final int BININT = 'J';
    private static final int LONG1 = 0x8a;
    private static final int NEWFALSE = 0x89;
    private static final int BINUNICODE = 'X';
    private static final int SETITEMS = 'u';
    private static final int BUILD = 'b';
    private static final int STOP = '.';

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Pickle() {
        out.write(PROTO);
        out.write(2);
    }

    /** An empty tuple: the archive's {@code constants.pkl}. */
    static byte[] emptyTuple() {
        Pickle pickle = new Pickle();
        pickle.out.write(EMPTY_TUPLE);
        return pickle.end();
    }

    /** The module object with its tensors, whose numbers lie in {@code data/0}, {@code data/1}, … of the archive. */
    static byte[] module(List<OnnxTensor> constants) {
        Pickle pickle = new Pickle();
        pickle.global("__torch__", "Net");
        pickle.out.write(EMPTY_TUPLE);
        pickle.out.write(NEWOBJ);
        pickle.out.write(EMPTY_DICT);
        pickle.out.write(MARK);
        for (int i = 0; i < constants.size(); i++) {
            pickle.text(Script.constantName(i));
            pickle.tensor(constants.get(i), i);
        }
        pickle.text("training");
        pickle.out.write(NEWFALSE);
        pickle.out.write(SETITEMS);
        pickle.out.write(BUILD);
        return pickle.end();
    }

    /** {@code _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)}. */
    private void tensor(OnnxTensor tensor, int key) {
        global("torch._utils", "_rebuild_tensor_v2");
        out.write(MARK);
        storage(tensor, key);
        integer(0);
        tuple(tensor.shape());
        tuple(strides(tensor.shape()));
        out.write(NEWFALSE);
        global("collections", "OrderedDict");
        out.write(EMPTY_TUPLE);
        out.write(REDUCE);
        out.write(TUPLE);
        out.write(REDUCE);
    }

    private void storage(OnnxTensor tensor, int key) {
        out.write(MARK);
        text("storage");
        global("torch", TorchType.of(tensor.type()).storage());
        text(String.valueOf(key));
        text("cpu");
        integer(tensor.count());
        out.write(TUPLE);
        out.write(BINPERSID);
    }

    private static List<Long> strides(List<Long> shape) {
        Long[] strides = new Long[shape.size()];
        long step = 1;
        for (int i = shape.size() - 1; i >= 0; i--) {
            strides[i] = step;
            step *= Math.max(1, shape.get(i));
        }
        return List.of(strides);
    }

    private void tuple(List<Long> values) {
        out.write(MARK);
        values.forEach(this::integer);
        out.write(TUPLE);
    }

    private void integer(long value) {
        if (value == (int) value) {
            out.write(BININT);
            number(value, Integer.BYTES);
            return;
        }
        out.write(LONG1);
        out.write(Long.BYTES);
        number(value, Long.BYTES);
    }

    private void number(long value, int bytes) {
        byte[] all = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        out.write(all, 0, bytes);
    }

    private void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.write(BINUNICODE);
        number(bytes.length, Integer.BYTES);
        out.writeBytes(bytes);
    }

    private void global(String module, String name) {
        out.write(GLOBAL);
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] end() {
        out.write(STOP);
        return out.toByteArray();
    }
}
