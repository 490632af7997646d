package dev.vigil.standalone.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The faults of a run, and how long each took until frames of all cameras were looked at again. Thread-safe. */
public final class FaultLog {
    private final Consumer<String> say;
    private final Instant start;
    private final List<Entry> entries = new ArrayList<>();

    /** Tells {@code say} of each, with times from {@code start} on. */
    FaultLog(Consumer<String> say, Instant start) {
        this.say = say;
        this.start = start;
    }

    /** One fault. */
    private static final class Entry {
        final FaultPlan.Fault fault;
        final Instant begun;

        @Nullable
        Instant undone;

        @Nullable
        Instant recovered;

        Entry(FaultPlan.Fault fault, Instant begun) {
            this.fault = fault;
            this.begun = begun;
        }
    }

    /**
     * What is told of a fault.
     *
     * @param kind what was done
     * @param index to which of several, from 1
     * @param atSeconds from the beginning
     * @param lastedSeconds until it was undone
     * @param recoverySeconds from its beginning until all cameras' frames were looked at again; null where that was never seen
     */
    public record Told(
            String kind,
            int index,
            double atSeconds,
            double lastedSeconds,
            @Nullable Double recoverySeconds) {}

    synchronized void begun(FaultPlan.Fault fault) {
        Instant now = Instant.now();
        entries.add(new Entry(fault, now));
        say.accept(String.format(
                Locale.ROOT,
                "%6.1f s  %s %d for %.1f s",
                seconds(start, now),
                fault.kind().label(),
                fault.index() + 1,
                fault.lasts().toMillis() / 1e3));
    }

    synchronized void undone(FaultPlan.Fault fault) {
        entries.stream().filter(entry -> entry.fault.equals(fault)).forEach(entry -> entry.undone = Instant.now());
    }

    /** Those from which nothing has recovered yet, each with the moment from which on that counts. */
    synchronized List<Instant> open() {
        return entries.stream()
                .filter(entry -> entry.recovered == null)
                .map(entry -> entry.begun)
                .toList();
    }

    /** All that began at that moment or before and are undone have been recovered from. */
    synchronized void recovered(Instant begun) {
        for (Entry entry : entries) {
            if (entry.begun.equals(begun) && entry.recovered == null) {
                Instant now = Instant.now();
                entry.recovered = now;
                say.accept(String.format(
                        Locale.ROOT,
                        "%6.1f s  recovered from %s %d after %.1f s",
                        seconds(start, now),
                        entry.fault.kind().label(),
                        entry.fault.index() + 1,
                        seconds(begun, now)));
            }
        }
    }

    /** Whether the fault that began then is undone, or hurts nobody who would have to recover. */
    synchronized Optional<FaultKind> kindAt(Instant begun) {
        return entries.stream()
                .filter(entry -> entry.begun.equals(begun))
                .map(entry -> entry.fault.kind())
                .findFirst();
    }

    synchronized boolean undoneAt(Instant begun) {
        return entries.stream().anyMatch(entry -> entry.begun.equals(begun) && entry.undone != null);
    }

    synchronized List<Told> told() {
        return entries.stream().map(this::told).toList();
    }

    private Told told(Entry entry) {
        Instant undone = entry.undone == null ? Instant.now() : entry.undone;
        return new Told(
                entry.fault.kind().label(),
                entry.fault.index() + 1,
                seconds(start, entry.begun),
                seconds(entry.begun, undone),
                entry.recovered == null ? null : seconds(entry.begun, entry.recovered));
    }

    private static double seconds(Instant from, Instant to) {
        return Math.round(Duration.between(from, to).toMillis() / 100.0) / 10.0;
    }
}
