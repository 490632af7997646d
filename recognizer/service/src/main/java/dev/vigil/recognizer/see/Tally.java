package dev.vigil.recognizer.see;

import dev.vigil.recognizer.event.FrameAccount;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of a session's frames since the last account.
 *
 * @param first sequence of the range
 * @param processed looked at
 * @param skipped not looked at, by reason
 * @param deadLettered given up
 * @param unnumbered those of them without a readable sequence
 * @param dropped numbers that never came
 * @param repeated records that came again or too late
 * @param accounts written so far in this session
 * @param since when counting began
 */
record Tally(
        long first,
        long processed,
        Map<String, Long> skipped,
        long deadLettered,
        long unnumbered,
        long dropped,
        long repeated,
        int accounts,
        Instant since) {
    static Tally from(long first, Instant now) {
        return new Tally(first, 0, Map.of(), 0, 0, 0, 0, 0, now);
    }

    boolean empty() {
        return processed + deadLettered + dropped + repeated == 0 && skipped.isEmpty();
    }

    Tally plusProcessed() {
        return new Tally(first, processed + 1, skipped, deadLettered, unnumbered, dropped, repeated, accounts, since);
    }

    Tally plusSkipped(SkipReason reason) {
        Map<String, Long> more = new TreeMap<>(skipped);
        more.merge(reason.label(), 1L, Long::sum);
        return new Tally(first, processed, more, deadLettered, unnumbered, dropped, repeated, accounts, since);
    }

    Tally plusDeadLettered(boolean numbered) {
        long without = unnumbered + (numbered ? 0 : 1);
        return new Tally(first, processed, skipped, deadLettered + 1, without, dropped, repeated, accounts, since);
    }

    Tally plusDropped(long count) {
        return new Tally(
                first, processed, skipped, deadLettered, unnumbered, dropped + count, repeated, accounts, since);
    }

    Tally plusRepeated() {
        return new Tally(first, processed, skipped, deadLettered, unnumbered, dropped, repeated + 1, accounts, since);
    }

    Tally next(long last, Instant now) {
        return new Tally(last + 1, 0, Map.of(), 0, 0, 0, 0, accounts + 1, now);
    }

    FrameAccount account(String camera, CameraState state, Instant now, boolean last) {
        return new FrameAccount(
                camera,
                state.session(),
                "recognizer",
                first,
                state.lastSequence(),
                processed,
                skipped,
                deadLettered,
                unnumbered,
                dropped,
                repeated,
                since,
                now,
                last);
    }
}
