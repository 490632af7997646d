package dev.vigil.gallery.search;

import org.jspecify.annotations.Nullable;

/**
 * An id of 128 bits, which most are: 32 lower-case hex digits, or the same with the dashes of a UUID. 16 bytes instead of the 80 of
 * a string.
 *
 * @param dashed whether it is written as a UUID
 */
record PackedId(long high, long low, boolean dashed) {
    private static final int DIGITS = 32;
    private static final int WITH_DASHES = 36;
    private static final String HEX = "0123456789abcdef";

    /** Reads an id; null where it is of another form, and must be kept as it is. */
    static @Nullable PackedId parse(String id) {
        boolean dashed = id.length() == WITH_DASHES;
        if (!dashed && id.length() != DIGITS) {
            return null;
        }
        long high = 0;
        long low = 0;
        int digits = 0;
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (dashed && isDash(i)) {
                if (c != '-') {
                    return null;
                }
                continue;
            }
            int digit = digit(c);
            if (digit < 0) {
                return null;
            }
            if (digits < DIGITS / 2) {
                high = high << 4 | digit;
            } else {
                low = low << 4 | digit;
            }
            digits++;
        }
        return new PackedId(high, low, dashed);
    }

    private static boolean isDash(int i) {
        return i == 8 || i == 13 || i == 18 || i == 23;
    }

    /** Upper-case digits would not come back as they were. */
    private static int digit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    }

    /** The id as it was read. */
    @Override
    public String toString() {
        StringBuilder id = new StringBuilder(WITH_DASHES);
        for (int digit = 0; digit < DIGITS; digit++) {
            if (dashed && isDash(id.length())) {
                id.append('-');
            }
            long word = digit < DIGITS / 2 ? high : low;
            id.append(HEX.charAt((int) (word >>> (60 - 4 * (digit & 15))) & 15));
        }
        return id.toString();
    }

    /** Mixed, so that ids that count up spread too. */
    int hash() {
        long mixed = (high ^ Long.rotateLeft(low, 32)) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32);
    }
}
