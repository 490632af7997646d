package dev.vigil.runtime.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Addresses as numbers: never asks a name server. */
public final class Networks {
    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    /** Of an address in text. */
    private static final int LONGEST = 64;

    private Networks() {}

    /** A network in CIDR notation, or one address. */
    public static final class Network {
        private final byte[] bytes;
        private final int bits;

        private Network(byte[] bytes, int bits) {
            this.bytes = bytes;
            this.bits = bits;
        }

        /** Whether the address lies in it. */
        public boolean contains(byte[] address) {
            if (address.length != bytes.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (bytes[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code fd00::/8} or one address.
     *
     * @throws IllegalArgumentException with a sentence
     */
    public static Network network(String text) {
        String[] parts = text.split("/", 2);
        try {
            byte[] bytes = parse(parts[0]);
            int bits = parts.length == 1 ? 8 * bytes.length : Integer.parseInt(parts[1]);
            if (bits >= 0 && bits <= 8 * bytes.length) {
                return new Network(bytes, bits);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(wrong(text), e);
        }
        throw new IllegalArgumentException(wrong(text));
    }

    /**
     * The bytes of an address; an IPv4 address inside IPv6 is IPv4.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static byte[] parse(String address) {
        String bare =
                address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
        int zone = bare.indexOf('%');
        bare = zone < 0 ? bare : bare.substring(0, zone);
        if (!V4.matcher(bare).matches() && !V6.matcher(bare).matches()) {
            throw new IllegalArgumentException("'" + address + "' is no address");
        }
        try {
            return InetAddress.getByName(bare).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + address + "' is no address", e);
        }
    }

    /** Whether the text is an address. */
    static boolean isAddress(String text) {
        try {
            return text.length() <= LONGEST && parse(text).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The first 64 bits of an IPv6 address in hex; the text itself where it is none. */
    static String first64(String address) {
        if (!isAddress(address)) {
            return address;
        }
        byte[] bytes = parse(address);
        return bytes.length == 16 ? HexFormat.of().formatHex(Arrays.copyOf(bytes, 8)) : address;
    }

    private static String wrong(String text) {
        return "'" + text + "' is no network: write it as 10.0.0.0/8, fd00::/8 or 192.0.2.7.";
    }
}
