package dev.vigil.vision.onnx;

import org.jspecify.annotations.Nullable;

/** A file is no ONNX network, or one that can't be used. The message is one sentence. */
public final class OnnxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the sentence to show. */
    public OnnxException(String message) {
        super(message);
    }

    /** With the sentence to show and what caused it. */
    public OnnxException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
