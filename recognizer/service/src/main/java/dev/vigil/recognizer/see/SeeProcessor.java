package dev.vigil.recognizer.see;

import dev.vigil.ingest.event.CameraEvents;
import dev.vigil.ingest.event.FrameHeaders;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Sighting.Ending;
import dev.vigil.recognizer.stream.OneShot;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.recognizer.stream.UnprocessableRecordException;
import dev.vigil.recognizer.track.Shot;
import dev.vigil.recognizer.track.Tracks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Frames and markers of cameras, in the order of their partition. When {@link #process} returns, the frame is finished: what it
 * changed is in the stores, and what it caused is written.
 */
final class SeeProcessor implements Processor<String, byte[], String, Object> {
    /**
     * Where records wait, a stream thread takes more and more of them from each of its tasks before it looks whether a commit was asked
     * for, unless something was due by the clock: a sighting would be committed after dozens of further frames. So with each record
     * something is due. (Not always: a task that was punctuated wants a commit, so that an idle one would commit for nothing.)
     */
    private static final Duration TICK = Duration.ofMillis(1);

    private final SeeSettings settings;
    private final FrameWatch watch;
    private final Sightings sightings;
    private final LogEnds ends;
    private final RecognizerMetrics metrics;
    private @Nullable Wiring wiring;

    /** What Kafka Streams gives to an instance. */
    private record Wiring(
            ProcessorContext<String, Object> context,
            Outlet out,
            KeyValueStore<String, CameraState> cameras,
            KeyValueStore<String, Shot> shots,
            Silence silence) {}

    SeeProcessor(SeeSettings settings, FrameWatch watch, LogEnds ends, RecognizerMetrics metrics) {
        this.settings = settings;
        this.watch = watch;
        this.sightings = new Sightings(settings.model());
        this.ends = ends;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        wiring = new Wiring(
                context,
                new Outlet(context),
                context.getStateStore(SeeTopology.CAMERAS),
                context.getStateStore(SeeTopology.SHOTS),
                new Silence(settings.silence(), ends, context.taskId().partition(), now(context)));
        context.schedule(settings.accountEvery(), PunctuationType.WALL_CLOCK_TIME, time -> settle());
    }

    private Wiring wired() {
        return Objects.requireNonNull(wiring, "not initialised");
    }

    private static Instant now(ProcessorContext<String, Object> context) {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    private Instant now() {
        return now(wired().context);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        OneShot.schedule(wired().context, TICK, () -> {});
        long offset =
                wired().context.recordMetadata().map(RecordMetadata::offset).orElse(-1L);
        wired().silence.read(offset);
        FrameHeaders headers = headers(record);
        CameraState known = session(record.key(), headers);
        Recognition.ModelRef model = settings.model().get();
        CameraState state = sameModel(
                        record.key(), known, model, headers.event().traceparent())
                .heard(now(), offset);
        if (headers.marker()) {
            marker(record, headers, state);
        } else {
            frame(record, headers, state, model.embedder());
        }
    }

    private FrameHeaders headers(Record<String, byte[]> record) {
        if (record.key() == null || record.key().isBlank()) {
            metrics.unreadableOfNobody();
            throw new UnprocessableRecordException("The record bears no camera as its key.");
        }
        try {
            FrameHeaders headers = FrameHeaders.read(record.headers());
            String type = headers.event().type();
            if (headers.sequence() < 0 || headers.session().isBlank()) {
                throw new IllegalArgumentException("The header ce_session is empty or ce_sequence negative.");
            }
            if (headers.marker() && !type.equals(CameraEvents.STARTED) && !type.equals(CameraEvents.ENDED)) {
                throw new IllegalArgumentException("The header ce_type is '" + type + "', no frame and no marker.");
            }
            return headers;
        } catch (IllegalArgumentException | ArithmeticException e) {
            unreadable(record.key());
            throw new UnprocessableRecordException(String.valueOf(e.getMessage()), e);
        }
    }

    private void unreadable(String camera) {
        CameraState state = wired().cameras.get(camera);
        if (state == null) {
            metrics.unreadableOfNobody();
        } else {
            put(camera, state.with(state.tally().plusDeadLettered(false)));
            metrics.dropped(camera, RecognizerMetrics.UNREADABLE);
        }
    }

    /** The camera in the record's session: where it is a new one, the old one's tracks end first. */
    private CameraState session(String camera, FrameHeaders headers) {
        CameraState known = wired().cameras.get(camera);
        if (known == null) {
            return CameraState.begin(headers.session(), headers.sequence(), List.of(), headers.clock(), now());
        }
        if (known.session().equals(headers.session()) || known.past().contains(headers.session())) {
            return known;
        }
        CameraState closed =
                close(camera, known, Ending.NEW_SESSION, headers.event().traceparent());
        CameraState next = closed.succeededBy(headers.session(), headers.sequence(), headers.clock(), now());
        put(camera, next);
        return next;
    }

    /**
     * The camera with tracks that were all seen with the networks of this moment: embeddings of two models never meet in a track, so
     * that what was followed with others, before the gallery's active model was switched, ends with what they saw.
     */
    private CameraState sameModel(
            String camera, CameraState state, Recognition.ModelRef model, @Nullable String trace) {
        if (model.equals(state.model())) {
            return state;
        }
        if (state.model() == null || state.model().embedder().equals(model.embedder())) {
            return state.with(model);
        }
        StoreShelf shelf = new StoreShelf(wired().shots);
        endTracks(camera, state, state.tracks().endedAll(Ending.NEW_MODEL), shelf, trace);
        shelf.flush();
        CameraState next = state.with(Tracks.NONE).with(model);
        put(camera, next);
        return next;
    }

    private void marker(Record<String, byte[]> record, FrameHeaders headers, CameraState state) {
        CameraState after = state;
        boolean ends = headers.event().type().equals(CameraEvents.ENDED);
        if (ends && headers.session().equals(state.session()) && !state.over()) {
            CameraState whole = state.missedUntil(headers.sequence());
            after = close(
                    record.key(), whole, Ending.CAMERA_ENDED, headers.event().traceparent());
            watch.ended(record.key());
        }
        put(record.key(), after);
        wired().out.marker(record);
    }

    private void frame(Record<String, byte[]> record, FrameHeaders headers, CameraState state, String embedder) {
        String camera = record.key();
        Optional<SkipReason> skip = state.skip(headers, now(), settings.maxFrameAge());
        if (skip.isPresent()) {
            skip(camera, headers, state, skip.get());
            return;
        }
        FrameWatch.Calm calm = watch.calm(camera, headers, record.value(), state.calm());
        if (calm.quiet()) {
            watch.passedOver(camera, headers, record.value(), state.tracks());
            skip(camera, headers, state, SkipReason.QUIET);
            return;
        }
        CameraState reached = state.reached(headers.sequence()).with(calm.memory());
        StoreShelf shelf = new StoreShelf(wired().shots);
        Optional<FrameWatch.Seen> looked;
        try {
            looked = watch.look(camera, headers, record.value(), embedder, reached.tracks(), shelf);
        } catch (UnprocessableRecordException e) {
            metrics.dropped(camera, RecognizerMetrics.UNREADABLE);
            put(camera, reached.with(reached.tally().plusDeadLettered(true)));
            throw e;
        }
        if (looked.isEmpty()) {
            skip(camera, headers, state, SkipReason.STALE);
            return;
        }
        finish(camera, reached, looked.get(), shelf, headers.event().traceparent());
    }

    /** Keeps and tells what a frame came to. */
    private void finish(
            String camera, CameraState reached, FrameWatch.Seen seen, StoreShelf shelf, @Nullable String trace) {
        CameraState after =
                reached.with(seen.step().after()).with(reached.tally().plusProcessed());
        endTracks(camera, after, seen.step().ended(), shelf, trace);
        Instant now = watch.now();
        seen.step()
                .told()
                .forEach(track -> wired().out.sighting(sightings.shot(camera, after, track, shelf, now), now, trace));
        seen.step()
                .present()
                .forEach(track -> wired().out
                        .sighting(sightings.present(camera, after, track, shelf, seen.observation(), now), now, trace));
        shelf.flush();
        put(camera, after);
    }

    private void skip(String camera, FrameHeaders headers, CameraState state, SkipReason reason) {
        metrics.dropped(camera, reason.label());
        if (reason.reached()) {
            CameraState reached = state.reached(headers.sequence());
            put(camera, reached.with(reached.tally().plusSkipped(reason)));
        } else {
            put(camera, state.with(state.tally().plusRepeated()));
        }
    }

    /** Ends all tracks and accounts for what was not accounted for yet. Returns a session that is over. */
    private CameraState close(String camera, CameraState state, Ending ending, @Nullable String trace) {
        StoreShelf shelf = new StoreShelf(wired().shots);
        endTracks(camera, state, state.tracks().endedAll(ending), shelf, trace);
        shelf.flush();
        return account(camera, state.with(Tracks.NONE), true).ended();
    }

    private void endTracks(
            String camera, CameraState state, List<Tracks.Ended> ended, StoreShelf shelf, @Nullable String trace) {
        for (Tracks.Ended over : ended) {
            Instant now = now();
            wired().out.sighting(sightings.ended(camera, state, over.track(), shelf, now, over.ending()), now, trace);
            shelf.removeAll(over.track());
        }
    }

    /** The last account of a session comes in any case; after it only what came too late is told. */
    private CameraState account(String camera, CameraState state, boolean last) {
        if (state.tally().empty() && (!last || state.over())) {
            return state;
        }
        Instant now = now();
        wired().out
                .account(
                        state.tally().account(camera, state, now, last),
                        state.tally().accounts() + 1,
                        now);
        return state.with(state.tally().next(state.lastSequence(), now));
    }

    /** Every few seconds: accounts, and the tracks of cameras that fell silent without a word. */
    private void settle() {
        List<KeyValue<String, CameraState>> all;
        try (KeyValueIterator<String, CameraState> cameras = wired().cameras.all()) {
            all = Stream.iterate(cameras, KeyValueIterator::hasNext, it -> it)
                    .map(KeyValueIterator::next)
                    .toList();
        }
        long known = all.stream().mapToLong(each -> each.value.offset()).max().orElse(-1);
        for (KeyValue<String, CameraState> each : all) {
            CameraState state = account(each.key, each.value, each.value.over());
            if (!state.tracks().open().isEmpty() && wired().silence.fell(state.heardAt(), now(), known)) {
                StoreShelf shelf = new StoreShelf(wired().shots);
                endTracks(each.key, state, state.tracks().endedAll(Ending.SILENCE), shelf, null);
                shelf.flush();
                state = state.with(Tracks.NONE);
            }
            if (!state.equals(each.value)) {
                put(each.key, state);
            }
        }
    }

    private void put(String camera, CameraState state) {
        wired().cameras.put(camera, state);
    }
}
