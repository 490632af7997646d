package dev.vigil.runtime.event;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** W3C trace context, version 00: {@code 00-TRACE(32 hex)-SPAN(16 hex)-FLAGS}. */
public final class TraceParent {
    private static final Pattern FORM = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceParent() {}

    /** A new trace with its first span. */
    public static String begin() {
        return "00-" + hex() + hex() + "-" + hex() + "-01";
    }

    /** The same trace with a new span; a new trace where {@code parent} is not of the form. */
    public static String child(String parent) {
        return FORM.matcher(parent).matches() ? parent.substring(0, 36) + hex() + parent.substring(52) : begin();
    }

    private static String hex() {
        long id;
        do {
            id = ThreadLocalRandom.current().nextLong();
        } while (id == 0);
        return HexFormat.of().toHexDigits(id);
    }
}
