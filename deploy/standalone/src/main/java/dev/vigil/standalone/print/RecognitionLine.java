package dev.vigil.standalone.print;

import dev.vigil.recognizer.event.Recognition;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A recognition as one line: time, camera, decision, name, score against threshold, why, phase. Thread-safe. */
public final class RecognitionLine {
    private static final String NONE = "-";

    private final DateTimeFormatter time;

    /** Writes times as clocks in {@code zone} show them. */
    public RecognitionLine(ZoneId zone) {
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    }

    /** The line, without its end. The time is the frame's, of the best shot or else of the last. */
    public String of(Recognition event) {
        return String.format(
                Locale.ROOT,
                "%s  %-10s %-9s %-18s %-16s %s (%s)",
                time.format(when(event)),
                event.camera().name(),
                event.decision().label(),
                name(event),
                score(event.score(), event.threshold()),
                event.reason().label(),
                event.phase().label());
    }

    private static Instant when(Recognition event) {
        Instant captured = event.timings().capturedAt();
        return captured == null || event.phase() == Recognition.Phase.CLOSED
                ? event.track().lastSeen()
                : captured;
    }

    private static String name(Recognition event) {
        return event.person() == null ? NONE : event.person().name();
    }

    private static String score(@Nullable Float score, @Nullable Float threshold) {
        if (score == null || threshold == null) {
            return NONE;
        }
        return String.format(Locale.ROOT, "%.3f %s %.3f", score, score >= threshold ? ">=" : "<", threshold);
    }
}
