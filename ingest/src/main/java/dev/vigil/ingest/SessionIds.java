package dev.vigil.ingest;

import java.security.SecureRandom;
import java.time.Clock;

/**
 * Names sessions: 9 characters of time in milliseconds and 4 of chance, in Crockford's base 32, lower case. Ids of one process
 * rise strictly, so that they sort by time as text; ids of two processes in the same millisecond differ by 20 random bits, and a
 * session only has to be unique within its camera. Thread-safe.
 */
final class SessionIds {
    private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int TIME_DIGITS = 9;
    private static final int CHANCE_DIGITS = 4;

    private final SecureRandom random = new SecureRandom();
    private final Clock clock;
    private long last;

    SessionIds(Clock clock) {
        this.clock = clock;
    }

    synchronized String next() {
        last = Math.max(last + 1, clock.millis());
        return digits(last, TIME_DIGITS) + digits(random.nextInt(1 << (5 * CHANCE_DIGITS)), CHANCE_DIGITS);
    }

    private static String digits(long number, int count) {
        char[] text = new char[count];
        for (int i = count - 1; i >= 0; i--) {
            text[i] = DIGITS[(int) (number & 31)];
            number >>>= 5;
        }
        return new String(text);
    }
}
