package dev.vigil.recognizer.decide;

import dev.vigil.recognizer.event.Reason;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Recognition.Phase;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The life of a track's episode: opened when first decided, updated when something material changes, closed once, in the
 * transaction that deletes its state. For its stream thread.
 */
final class Episodes {
    private final EpisodeShelf store;
    private final EpisodeListener out;
    private final Recognitions recognitions;
    private final RecognizerMetrics metrics;

    Episodes(DecideSettings settings, EpisodeShelf store, EpisodeListener out, RecognizerMetrics metrics) {
        this.store = store;
        this.out = out;
        this.recognitions = new Recognitions(settings);
        this.metrics = metrics;
    }

    /** Whether the gallery has answered about this very embedding of the track already. */
    boolean knows(Sighting sighting) {
        Episode episode = store.get(sighting.track());
        return episode != null && episode.evidence() >= sighting.evidence();
    }

    /** The gallery has answered, or refused for good; {@code terms} are of the watchlists that a match is on. */
    void decided(Pending pending, Verdict verdict, List<AlertTerms> terms, Instant now) {
        Sighting sighting = pending.sighting();
        String trace = pending.trace();
        Episode before = store.get(sighting.track());
        Episode.View view = Episode.View.of(sighting, verdict.templates() > 0 ? now : null);
        Episode after = before == null
                ? Episode.begin(sighting, verdict, view, terms)
                : before.answered(sighting, verdict, view, terms);
        if (before == null) {
            after = write(after, Phase.OPENED, sighting, now, trace);
        } else if (before.changedMaterially(after)) {
            after = write(after, Phase.UPDATED, sighting, now, trace);
        }
        boolean first = before == null
                || !Objects.equals(before.best().personId(), after.best().personId());
        appeared(after, sighting, pending.place(), first, now, trace);
        if (sighting.phase() == Sighting.Phase.ENDED) {
            write(after, Phase.CLOSED, sighting, now, trace);
            store.delete(sighting.track());
        } else if (!after.equals(before)) {
            store.put(sighting.track(), after);
        }
    }

    /**
     * What to ask about a track again that is still there, since nobody was found by it before; empty where there is nothing to ask. The
     * embedding is the one that was asked about: only the gallery can have changed.
     */
    Optional<Sighting> stillUnknown(Sighting present) {
        Episode episode = store.get(present.track());
        Sighting asked = episode == null || present.replayed() ? null : episode.asked();
        return Optional.ofNullable(asked).map(last -> last.seenAgain(present));
    }

    /** The track is still there. */
    void stays(Sighting sighting, Appearance.Place place, Instant now, @Nullable String trace) {
        Episode episode = store.get(sighting.track());
        if (episode != null) {
            appeared(episode, sighting, place, false, now, trace);
        }
    }

    /** The track is over, and there is nothing to ask: it closes with the best that was decided, or with why nothing was. */
    void close(Sighting sighting, Appearance.Place place, Instant now, @Nullable String trace) {
        Episode episode = store.get(sighting.track());
        if (episode == null) {
            Reason reason = Objects.requireNonNullElse(sighting.rejected(), Reason.LOW_QUALITY);
            episode = Episode.begin(sighting, Verdict.unsearched(reason), Episode.View.of(sighting, null), List.of());
        }
        appeared(episode, sighting, place, false, now, trace);
        write(episode, Phase.CLOSED, sighting, now, trace);
        store.delete(sighting.track());
    }

    private Episode write(Episode episode, Phase phase, Sighting sighting, Instant now, @Nullable String trace) {
        Episode written = episode.written();
        Recognition recognition = recognitions.of(written, phase, sighting, now);
        out.recognition(recognition, now, trace);
        metrics.recognised(sighting.camera(), recognition.decision(), recognition.reason());
        if (phase != Phase.CLOSED) {
            metrics.captureToEvent(Recognitions.age(recognition.timings(), sighting.clock(), now));
        }
        return written;
    }

    /** Tells the stage that raises alerts, for each watchlist. Replayed sightings raise none. */
    private void appeared(
            Episode episode,
            Sighting sighting,
            Appearance.Place place,
            boolean first,
            Instant now,
            @Nullable String trace) {
        if (episode.watched() == null || sighting.replayed()) {
            return;
        }
        Recognition recognition = recognitions.latest(episode, sighting, now);
        for (AlertTerms terms : episode.watched().terms()) {
            out.appearance(
                    new Appearance(
                            terms,
                            recognitions.groupOf(sighting.camera()),
                            episode.watched().since(),
                            sighting.lastSeen(),
                            Objects.requireNonNullElse(sighting.timings().sightedAt(), now),
                            place,
                            first,
                            recognition,
                            sighting.clock(),
                            trace),
                    now);
        }
    }
}
