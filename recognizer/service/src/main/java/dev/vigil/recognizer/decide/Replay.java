package dev.vigil.recognizer.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vigil.gallery.client.Identified;
import dev.vigil.gallery.client.Probes;
import dev.vigil.recognizer.event.Reason;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.runtime.embedding.Embedding;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.runtime.json.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides kept sightings once more, as {@code vigil-decide} would, by other settings or another gallery. What it says is marked as
 * replayed and of an episode of its own; nobody is alerted. For one thread.
 */
public final class Replay {
    /** Where a sighting lies matters to alerts alone, and a replay raises none. */
    private static final Appearance.Place NOWHERE = new Appearance.Place(0, 0);

    private static final int BATCH = 64;
    private static final int DIGEST = 6;

    private final DecideSettings settings;
    private final Function<Probes, Identified> gallery;
    private final Clock clock;
    private final Episodes episodes;
    private final Map<String, Integer> asked = new HashMap<>();
    private final List<Kept> waiting = new ArrayList<>();
    private int questions;

    /**
     * A recognition, and the headers that it bears on the topic. The same decision bears the same id, however often it is replayed.
     *
     * @param event marked as replayed
     * @param headers of the CloudEvent
     */
    public record Decided(Recognition event, EventHeaders headers) {}

    /** A sighting that is decided with the next batch; {@code verdict} is the gallery's, once it has answered. */
    private static final class Kept {
        private final Sighting sighting;
        private final boolean asks;
        private @Nullable Verdict verdict;

        Kept(Sighting sighting, boolean asks) {
            this.sighting = sighting;
            this.asks = asks;
        }

        String model() {
            return sighting.model().embedder();
        }

        Embedding embedding() {
            return Objects.requireNonNull(sighting.embedding());
        }
    }

    /**
     * Asks {@code gallery}, and tells {@code told} each event in the order of the sightings.
     *
     * @param settings how to decide; those of alerts count for nothing
     * @param clock for the events' times
     */
    public Replay(DecideSettings settings, Function<Probes, Identified> gallery, Clock clock, Consumer<Decided> told) {
        this.settings = settings;
        this.gallery = gallery;
        this.clock = clock;
        this.episodes = new Episodes(
                settings, EpisodeShelf.inMemory(), new Teller(told), new RecognizerMetrics(new SimpleMeterRegistry()));
    }

    /**
     * The next sighting, in the order of its topic. It is decided now, or with a later one.
     *
     * @throws UserError if the gallery refuses us
     * @throws dev.vigil.gallery.client.GalleryAwayException if it does not answer
     */
    public void next(Sighting sighting) {
        if (sighting.phase() == Sighting.Phase.PRESENT) {
            return;
        }
        boolean asks = sighting.embedding() != null && asked.getOrDefault(sighting.track(), 0) < sighting.evidence();
        if (asks) {
            asked.put(sighting.track(), sighting.evidence());
            questions++;
        }
        if (sighting.phase() == Sighting.Phase.ENDED) {
            asked.remove(sighting.track());
        }
        waiting.add(new Kept(sighting.again(), asks));
        if (questions == BATCH) {
            finish();
        }
    }

    /**
     * Decides what waits. Tracks that have not ended stay open.
     *
     * @throws UserError if the gallery refuses us
     * @throws dev.vigil.gallery.client.GalleryAwayException if it does not answer
     */
    public void finish() {
        Map<String, List<Kept>> byModel = new LinkedHashMap<>();
        for (Kept each : waiting) {
            if (each.asks) {
                byModel.computeIfAbsent(each.model(), model -> new ArrayList<>())
                        .add(each);
            }
        }
        byModel.forEach(this::ask);
        waiting.forEach(this::decide);
        waiting.clear();
        questions = 0;
    }

    private void ask(String model, List<Kept> batch) {
        List<Embedding> embeddings = batch.stream().map(Kept::embedding).toList();
        try {
            Identified answer = gallery.apply(new Probes(model, settings.candidates(), embeddings));
            for (int i = 0; i < batch.size(); i++) {
                Kept one = batch.get(i);
                one.verdict = settings.verdict(one.sighting, answer, i);
            }
        } catch (UserError e) {
            if (!GalleryDesk.refusesTheProbe(e)) {
                throw e;
            }
            if (batch.size() > 1) {
                batch.forEach(one -> ask(model, List.of(one)));
            } else {
                batch.get(0).verdict = Verdict.unsearched(Reason.REFUSED_BY_GALLERY);
            }
        }
    }

    private void decide(Kept one) {
        Instant now = clock.instant();
        if (one.verdict != null) {
            Pending alone = new Pending(one.sighting, NOWHERE.partition(), NOWHERE.offset(), null, null);
            episodes.decided(alone, one.verdict, List.of(), now);
        } else if (one.sighting.phase() == Sighting.Phase.ENDED) {
            episodes.close(one.sighting, NOWHERE, now, null);
        }
    }

    /** Gives the events ids of their own, made of what was decided: neither the live event's nor another decision's. */
    private record Teller(Consumer<Decided> told) implements EpisodeListener {
        @Override
        public void recognition(Recognition event, Instant now, @Nullable String trace) {
            String id = DecideOutlet.id(event) + "/" + digest(event);
            told.accept(new Decided(
                    event,
                    DecideOutlet.event(id, Recognition.TYPE, event.camera().id(), event.episode(), now, trace)));
        }

        @Override
        public void appearance(Appearance appearance, Instant now) {
            throw new IllegalStateException("A replay alerts nobody.");
        }

        /** Of everything but when it was asked and said. */
        private static String digest(Recognition event) {
            ObjectNode tree = Json.mapper().valueToTree(event);
            ((ObjectNode) tree.path("timings")).remove(List.of("searchedAt", "emittedAt"));
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(Json.bytes(tree));
                return HexFormat.of().formatHex(hash, 0, DIGEST);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("This JDK has no SHA-256.", e);
            }
        }
    }
}
