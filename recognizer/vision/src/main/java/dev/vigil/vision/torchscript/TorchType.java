package dev.vigil.vision.torchscript;

import dev.vigil.vision.onnx.ElementType;

/**
 * How torch names a kind of number.
 *
 * @param storage the class of its storage in a pickle
 * @param code its {@code ScalarType}
 */
record TorchType(String storage, int code) {
    /** The same kind of number. */
    static TorchType of(ElementType type) {
        return switch (type) {
            case UINT8 -> new TorchType("ByteStorage", 0);
            case INT8 -> new TorchType("CharStorage", 1);
            case INT32 -> new TorchType("IntStorage", 3);
            case INT64 -> new TorchType("LongStorage", 4);
            case FLOAT16 -> new TorchType("HalfStorage", 5);
            case FLOAT -> new TorchType("FloatStorage", 6);
            case DOUBLE -> new TorchType("DoubleStorage", 7);
            case BOOL -> new TorchType("BoolStorage", 11);
        };
    }
}
