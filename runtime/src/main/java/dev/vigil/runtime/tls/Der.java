package dev.vigil.runtime.tls;

import java.io.ByteArrayOutputStream;

/**
 * Wraps the older forms of a private key, PKCS#1 (RFC 8017) and SEC 1 (RFC 5915), into PKCS#8 (RFC 5958), which is what the JDK
 * reads: version, algorithm, and the old form as an octet string.
 */
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int OID = 0x06;
    private static final int PARAMETERS = 0xA0;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
    /** rsaEncryption, 1.2.840.113549.1.1.1, and NULL. */
    private static final byte[] RSA = {
        0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    /** ecPublicKey, 1.2.840.10045.2.1. */
    private static final byte[] EC = {0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01};

    private Der() {}

    static byte[] rsaInPkcs8(byte[] pkcs1) {
        return element(SEQUENCE, VERSION_0, element(SEQUENCE, RSA), element(OCTETS, pkcs1));
    }

    /** SEC 1 names its curve inside; PKCS#8 wants it outside too. */
    static byte[] ecInPkcs8(byte[] sec1) {
        return element(SEQUENCE, VERSION_0, element(SEQUENCE, EC, curve(sec1)), element(OCTETS, sec1));
    }

    /** The curve's OID: in the field with the context tag 0, after version and key. */
    private static byte[] curve(byte[] sec1) {
        try {
            int at = content(sec1, 0);
            while (at < sec1.length) {
                int inside = content(sec1, at);
                if ((sec1[at] & 0xFF) == PARAMETERS && sec1[inside] == OID) {
                    return java.util.Arrays.copyOfRange(sec1, inside, end(sec1, inside));
                }
                at = end(sec1, at);
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("its private key is damaged", e);
        }
        throw new IllegalArgumentException(
                "its private key names no curve: convert it with 'openssl pkcs8 -topk8 -nocrypt'");
    }

    /** Where the content of the element at {@code at} begins. */
    private static int content(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7F);
    }

    /** Where the element at {@code at} ends. */
    private static int end(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        int length = first < 0x80 ? first : 0;
        for (int i = 0; first >= 0x80 && i < (first & 0x7F); i++) {
            length = (length << 8) | (der[at + 2 + i] & 0xFF);
        }
        if (length < 0) {
            throw new IllegalArgumentException("its private key is damaged");
        }
        return content(der, at) + length;
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (32 - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >>> (8 * i));
            }
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
