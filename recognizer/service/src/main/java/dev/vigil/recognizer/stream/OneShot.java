package dev.vigil.recognizer.stream;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** Something that a task does once, a while later by the clock. */
public final class OneShot {
    private OneShot() {}

    /**
     * Has the task's thread run {@code what} when {@code delay} has passed and it does not process; it sleeps in its poll meanwhile
     * ({@code poll.ms}).
     */
    public static void schedule(ProcessorContext<?, ?> context, Duration delay, Runnable what) {
        AtomicReference<Cancellable> schedule = new AtomicReference<>();
        schedule.set(context.schedule(delay, PunctuationType.WALL_CLOCK_TIME, time -> {
            Objects.requireNonNull(schedule.get()).cancel();
            what.run();
        }));
    }
}
