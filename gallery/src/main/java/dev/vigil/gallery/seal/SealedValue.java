package dev.vigil.gallery.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/**
 * A sealed value as it lies on the topic: {@code 'V'}, the version 1, the data key's id (8 bytes), and what {@link SealingKey} makes
 * of the JSON. It is bound to the record's key, so that it can't be moved to another. No JSON begins with a {@code V}: a log may
 * hold both.
 */
final class SealedValue {
    static final String CONTENT_TYPE = "application/vnd.vigil.sealed";

    private static final byte MARK = 'V';
    private static final byte VERSION = 1;
    private static final int ID_AT = 2;
    private static final int ID_BYTES = 8;
    private static final int BODY_AT = ID_AT + ID_BYTES;

    private SealedValue() {}

    static boolean isSealed(byte[] value) {
        return value.length > 0 && value[0] == MARK;
    }

    /** Which data key it was sealed by. */
    static String dataKey(byte[] value) {
        if (value.length < BODY_AT || value[1] != VERSION) {
            throw new BrokenSealException("A sealed value is cut, or of a version that is not known here.");
        }
        return HexFormat.of().formatHex(value, ID_AT, BODY_AT);
    }

    static byte[] seal(String dataKey, SealingKey key, String recordKey, byte[] json) {
        byte[] value = new byte[BODY_AT + json.length + SealingKey.OVERHEAD];
        value[0] = MARK;
        value[1] = VERSION;
        System.arraycopy(HexFormat.of().parseHex(dataKey), 0, value, ID_AT, ID_BYTES);
        key.sealInto(json, 0, json.length, context(recordKey), value, BODY_AT);
        return value;
    }

    static byte[] open(byte[] value, SealingKey key, String recordKey) {
        return key.open(value, BODY_AT, value.length - BODY_AT, context(recordKey));
    }

    private static byte[] context(String recordKey) {
        return ("vigil.sealed.v1:" + recordKey).getBytes(UTF_8);
    }
}
