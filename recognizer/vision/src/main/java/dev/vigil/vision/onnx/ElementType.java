package dev.vigil.vision.onnx;

/** What a tensor's numbers are, as far as they are supported ({@code TensorProto.DataType}). */
public enum ElementType {
    /** 32-bit floating point. */
    FLOAT(1, 4),
    /** Unsigned bytes. */
    UINT8(2, 1),
    /** Signed bytes. */
    INT8(3, 1),
    /** 32-bit integers. */
    INT32(6, 4),
    /** 64-bit integers. */
    INT64(7, 8),
    /** One byte each, 0 or 1. */
    BOOL(9, 1),
    /** 16-bit floating point. */
    FLOAT16(10, 2),
    /** 64-bit floating point. */
    DOUBLE(11, 8);

    private final int code;
    private final int bytes;

    ElementType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** The number that ONNX gives it. */
    public int code() {
        return code;
    }

    /** Bytes per number. */
    public int bytes() {
        return bytes;
    }

    /**
     * By the number that ONNX gives it.
     *
     * @throws OnnxException if it is none of these
     */
    public static ElementType of(long code) {
        for (ElementType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new OnnxException("it has numbers of the type " + code + ", which is not supported");
    }
}
