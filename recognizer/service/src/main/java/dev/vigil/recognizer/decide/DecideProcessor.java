package dev.vigil.recognizer.decide;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vigil.gallery.client.Identified;
import dev.vigil.ingest.event.CameraEvents;
import dev.vigil.recognizer.decide.GalleryDesk.Answer;
import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.Reason;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.recognizer.stream.OneShot;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.recognizer.stream.UnprocessableRecordException;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Sightings in the order of their partition. Those that ask something wait in a store until the gallery has answered; the others
 * close their track at once.
 */
final class DecideProcessor implements Processor<String, byte[], String, Object> {
    private static final int BATCH = 64;

    private final DecideSettings settings;
    private final GalleryDesk desk;
    private final ShadowDecisions shadows;
    private final RecognizerMetrics metrics;
    /** That tracks are still there of whom nobody is known, by track; in memory only, since they say so again and again. */
    private final Map<String, Pending> stillThere = new LinkedHashMap<>();

    private @Nullable Wiring wiring;
    private boolean asking;

    /** What Kafka Streams gives to an instance. */
    private record Wiring(
            ProcessorContext<String, Object> context, Waiting waiting, Episodes episodes, DecideOutlet out) {}

    DecideProcessor(DecideSettings settings, GalleryDesk desk, ShadowDecisions shadows, RecognizerMetrics metrics) {
        this.settings = settings;
        this.desk = desk;
        this.shadows = shadows;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        DecideOutlet out = new DecideOutlet(context);
        Episodes episodes =
                new Episodes(settings, EpisodeShelf.of(context.getStateStore(DecideTopology.EPISODES)), out, metrics);
        wiring = new Wiring(context, new Waiting(context.getStateStore(DecideTopology.PENDING)), episodes, out);
        asking = false;
        askSoon(); // what waited when the task was last elsewhere
    }

    /**
     * Puts what waits to the gallery a while later, together with what comes until then. Only where something waits: Kafka Streams takes
     * a task that was punctuated for one that has something to commit, so that idle tasks would fill the log with transactions.
     */
    private void askSoon() {
        boolean nothing = wired().waiting.models().isEmpty() && stillThere.isEmpty();
        if (!asking && !nothing) {
            asking = true;
            OneShot.schedule(wired().context, settings.askEvery(), () -> {
                asking = false;
                ask();
                askSoon();
            });
        }
    }

    private Wiring wired() {
        return Objects.requireNonNull(wiring, "not initialised");
    }

    private Instant now() {
        return Instant.ofEpochMilli(wired().context.currentSystemTimeMs());
    }

    @Override
    public void process(Record<String, byte[]> record) {
        String type = EventHeaders.typeOf(record.headers());
        if (CameraEvents.STARTED.equals(type) || CameraEvents.ENDED.equals(type)) {
            return; // what a marker ends has come before it
        }
        Sighting sighting = sighting(record, type);
        String trace = trace(record);
        if (sighting.phase() == Sighting.Phase.PRESENT) {
            present(sighting, trace);
            return;
        }
        Pending waiting = wired().waiting.of(sighting.track());
        if (waiting != null && waiting.sighting().revision() >= sighting.revision()) {
            return; // the same again
        }
        boolean asks = sighting.embedding() != null && !wired().episodes.knows(sighting);
        if (asks) {
            Appearance.Place place = place();
            wired().waiting.put(new Pending(sighting, place.partition(), place.offset(), trace, null));
            askSoon();
            return;
        }
        wired().waiting.remove(sighting.track());
        if (sighting.phase() == Sighting.Phase.ENDED) {
            wired().episodes.close(sighting, place(), now(), trace);
        }
    }

    /** Who is still there is told by the answer to what was asked before, also where the gallery gives that later. */
    private void present(Sighting sighting, @Nullable String trace) {
        Pending waiting = wired().waiting.of(sighting.track());
        if (waiting == null) {
            Appearance.Place place = place();
            wired().episodes.stays(sighting, place, now(), trace);
            if (wired().episodes.stillUnknown(sighting).isPresent()) {
                stillThere.put(sighting.track(), new Pending(sighting, place.partition(), place.offset(), trace, null));
                askSoon();
            }
        } else {
            wired().waiting.put(waiting.staying(sighting, place().offset(), trace));
        }
    }

    private Appearance.Place place() {
        RecordMetadata where = wired().context.recordMetadata().orElseThrow();
        return new Appearance.Place(where.partition(), where.offset());
    }

    /** Read and checked here, where what is wrong goes to the dead-letter topic; a punctuator has no record to put there. */
    private static Sighting sighting(Record<String, byte[]> record, @Nullable String type) {
        if (!Sighting.TYPE.equals(type)) {
            throw new UnprocessableRecordException("The header ce_type is '" + type + "', not " + Sighting.TYPE + ".");
        }
        if (record.value() == null || record.value().length == 0) {
            throw new UnprocessableRecordException("The sighting is empty.");
        }
        Sighting sighting;
        try {
            sighting = Json.read(record.value(), Sighting.class);
        } catch (UncheckedIOException e) {
            throw new UnprocessableRecordException("The value is no sighting in JSON.", e);
        }
        if (sighting == null || !sighting.camera().equals(record.key())) {
            throw new UnprocessableRecordException("The sighting is of another camera than its key.");
        }
        if (!sighting.track().startsWith(sighting.camera() + "/" + sighting.session() + "/")) {
            throw new UnprocessableRecordException("The sighting's track is not of its camera and session.");
        }
        return sighting;
    }

    private static @Nullable String trace(Record<String, byte[]> record) {
        Header header = record.headers().lastHeader("traceparent");
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    /** One batch of what waits, for each embedder. */
    private void ask() {
        if (desk.open()) {
            wired().waiting.models().forEach(model -> ask(model, wired().waiting.first(model, BATCH)));
            askAgain();
        }
    }

    /** Whether the gallery knows by now who nobody was: somebody may have been enrolled in front of the camera. */
    private void askAgain() {
        List<Pending> present = stillThere.values().stream().limit(BATCH).toList();
        stillThere.values().removeAll(present);
        Map<String, List<Pending>> byModel = present.stream()
                .filter(each -> wired().waiting.of(each.sighting().track()) == null)
                .flatMap(each -> wired().episodes.stillUnknown(each.sighting()).stream()
                        .map(asked -> new Pending(asked, each.partition(), each.offset(), null, null)))
                .collect(Collectors.groupingBy(each -> each.sighting().model().embedder()));
        byModel.forEach((model, batch) -> {
            if (desk.ask(model, embeddings(batch)) instanceof Answer.Found found) {
                for (int i = 0; i < batch.size(); i++) {
                    Verdict verdict = settings.verdict(batch.get(i).sighting(), found.identified(), i);
                    wired().episodes.decided(batch.get(i), verdict, terms(verdict, found.identified()), now());
                }
            }
        });
    }

    private void ask(String model, List<Pending> batch) {
        Answer answer = desk.ask(model, embeddings(batch));
        if (answer instanceof Answer.Found found) {
            ShadowDecisions.Batch compared = shadows.batch();
            for (int i = 0; i < batch.size(); i++) {
                Verdict verdict = answered(batch.get(i), found.identified(), i);
                compared.add(batch.get(i).sighting(), verdict);
            }
            compared.compare();
        } else if (answer instanceof Answer.Refused refused) {
            refused(model, batch, refused.sentence());
        }
    }

    private static List<Embedding> embeddings(List<Pending> batch) {
        return batch.stream()
                .map(each -> Objects.requireNonNull(each.sighting().embedding()))
                .toList();
    }

    /** One guilty probe must not take the others with it: each is asked alone. */
    private void refused(String model, List<Pending> batch, String sentence) {
        if (batch.size() > 1) {
            batch.forEach(each -> ask(model, List.of(each)));
            return;
        }
        Pending guilty = batch.get(0);
        wired().out.deadLetter(guilty, sentence, now());
        decided(guilty, Verdict.unsearched(Reason.REFUSED_BY_GALLERY), List.of());
    }

    private Verdict answered(Pending pending, Identified identified, int index) {
        Sighting sighting = pending.sighting();
        Verdict verdict = settings.verdict(sighting, identified, index);
        decided(pending, verdict, terms(verdict, identified));
        return verdict;
    }

    /** Of the watchlists that a match is on. One that the gallery does not know any more raises nothing. */
    private List<AlertTerms> terms(Verdict verdict, Identified identified) {
        Recognition.PersonRef person = verdict.person();
        if (verdict.decision() != Decision.MATCH || person == null || identified.watchlists() == null) {
            return List.of();
        }
        return identified.watchlists().stream()
                .filter(watchlist -> person.watchlists().contains(watchlist.id()))
                .map(watchlist -> AlertTerms.of(watchlist, settings.alerts()))
                .toList();
    }

    private void decided(Pending pending, Verdict verdict, List<AlertTerms> terms) {
        wired().waiting.remove(pending.sighting().track());
        wired().episodes.decided(pending, verdict, terms, now());
        Pending.Stay stay = pending.stay();
        if (stay != null) {
            Appearance.Place place = new Appearance.Place(pending.partition(), stay.offset());
            wired().episodes.stays(stay.sighting(), place, now(), stay.trace());
        }
    }
}
