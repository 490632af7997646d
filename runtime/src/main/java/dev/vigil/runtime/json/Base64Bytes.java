package dev.vigil.runtime.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Base64;

/** Immutable bytes, base64 in JSON: a small picture inside an event. Safe to share between threads. */
public final class Base64Bytes {
    private final byte[] bytes;

    private Base64Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies {@code bytes}. */
    public static Base64Bytes of(byte[] bytes) {
        return new Base64Bytes(bytes.clone());
    }

    /**
     * Reads base64.
     *
     * @throws IllegalArgumentException if it is none
     */
    @JsonCreator
    public static Base64Bytes fromBase64(String base64) {
        return new Base64Bytes(Base64.getDecoder().decode(base64));
    }

    /** As JSON writes it. */
    @JsonValue
    public String toBase64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return bytes.clone();
    }

    /** How many there are. */
    public int size() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Base64Bytes b && Arrays.equals(bytes, b.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Base64Bytes[" + bytes.length + "]";
    }
}
