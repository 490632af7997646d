package dev.vigil.recognizer.decide;

import dev.vigil.recognizer.decide.AlertRule.Outcome;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.recognizer.stream.UnprocessableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Raises alerts of who appears, each once: what it remembers of a watchlist, person and group of cameras is one moment. */
final class AlertProcessor implements Processor<String, Appearance, String, Object> {
    private static final Duration TIDY_EVERY = Duration.ofHours(1);
    /** Sightings may be read again as long as their topic keeps them, which is less than that. */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final DecideSettings.AlertSettings settings;
    private final RecognizerMetrics metrics;
    private @Nullable ProcessorContext<String, Object> context;
    private @Nullable KeyValueStore<String, Cooling> cooling;

    AlertProcessor(DecideSettings.AlertSettings settings, RecognizerMetrics metrics) {
        this.settings = settings;
        this.metrics = metrics;
    }

    /**
     * What is remembered of the last alert.
     *
     * @param last what the rule goes by
     * @param forgetAt wall-clock time from which on it is of no use
     */
    record Cooling(AlertRule.Last last, Instant forgetAt) {}

    @Override
    public void init(ProcessorContext<String, Object> given) {
        context = given;
        cooling = given.getStateStore(DecideTopology.COOLING);
        given.schedule(TIDY_EVERY, PunctuationType.WALL_CLOCK_TIME, this::tidy);
    }

    private KeyValueStore<String, Cooling> store() {
        return Objects.requireNonNull(cooling, "not initialised");
    }

    @Override
    public void process(Record<String, Appearance> record) {
        Appearance seen = record.value();
        if (seen == null) {
            throw new UnprocessableRecordException("The appearance is empty.");
        }
        ProcessorContext<String, Object> wired = Objects.requireNonNull(context, "not initialised");
        Instant now = Instant.ofEpochMilli(wired.currentSystemTimeMs());
        Cooling before = store().get(seen.key());
        Outcome outcome = AlertRule.judge(seen, before == null ? null : before.last());
        if (outcome instanceof Outcome.Raised raised) {
            new DecideOutlet(wired)
                    .alert(Recognitions.alert(seen, raised.at(), settings.expiry(), now), now, seen.trace());
            metrics.alerted(seen.terms().watchlist());
            AlertRule.Last last = before == null
                    ? AlertRule.Last.of(raised.cooledFrom(), seen)
                    : before.last().raised(raised.cooledFrom(), seen);
            store().put(
                            seen.key(),
                            new Cooling(last, now.plus(seen.terms().cooldown()).plus(REMEMBERED)));
        } else if (outcome instanceof Outcome.Suppressed suppressed) {
            if (before != null) {
                store().put(seen.key(), new Cooling(before.last().reading(seen), before.forgetAt()));
            }
            if (seen.first()) {
                metrics.suppressed(seen.terms().watchlist(), suppressed.reason().label());
            }
        }
    }

    private void tidy(long millis) {
        Instant now = Instant.ofEpochMilli(millis);
        List<String> over = new ArrayList<>();
        try (KeyValueIterator<String, Cooling> all = store().all()) {
            while (all.hasNext()) {
                KeyValue<String, Cooling> each = all.next();
                if (!now.isBefore(each.value.forgetAt())) {
                    over.add(each.key);
                }
            }
        }
        over.forEach(store()::delete);
    }
}
