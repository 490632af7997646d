package dev.vigil.recognizer.decide;

import dev.vigil.recognizer.event.Alert;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Recognition.Phase;
import dev.vigil.recognizer.event.Recognition.Timings;
import dev.vigil.recognizer.event.Sighting;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes recognitions and alerts of episodes and the latest sighting of their tracks. */
final class Recognitions {
    /** What is decided once more is an episode of its own: whoever follows the live one is not to be told of two ends. */
    private static final String REPLAYED = "/replayed";

    private final DecideSettings settings;

    Recognitions(DecideSettings settings) {
        this.settings = settings;
    }

    /** The event that brings {@code episode} to its revision. */
    Recognition of(Episode episode, Phase phase, Sighting latest, Instant now) {
        return of(episode, phase, latest, episode.view().timings(), now);
    }

    /** The last event of {@code episode}, as it reads with its track's latest sighting and by the timings of that. */
    Recognition latest(Episode episode, Sighting latest, Instant now) {
        Phase phase = episode.revision() == 1 ? Phase.OPENED : Phase.UPDATED;
        return of(episode, phase, latest, latest.timings(), now);
    }

    /** Which cameras share the cool-downs of alerts with this one. */
    String groupOf(String camera) {
        return settings.alerts().groupOf(camera);
    }

    private Recognition of(Episode episode, Phase phase, Sighting latest, Timings seen, Instant now) {
        Verdict verdict = episode.best();
        return new Recognition(
                latest.replayed() ? latest.track() + REPLAYED : latest.track(),
                phase,
                new Recognition.CameraRef(
                        latest.camera(), settings.cameraNames().getOrDefault(latest.camera(), latest.camera())),
                new Recognition.TrackRef(latest.track(), latest.firstSeen(), latest.lastSeen(), latest.frames()),
                verdict.decision(),
                verdict.reason(),
                verdict.person(),
                verdict.score(),
                verdict.threshold(),
                verdict.lowerThreshold(),
                verdict.margin(),
                verdict.falsePositiveRate(),
                verdict.extrapolated(),
                verdict.templates(),
                episode.revision(),
                verdict.candidates(),
                episode.view().face(),
                episode.view().crop(),
                latest.model(),
                new Timings(
                        seen.capturedAt(),
                        seen.publishedAt(),
                        seen.seenAt(),
                        seen.sightedAt(),
                        episode.view().searchedAt(),
                        now),
                latest.replayed());
    }

    /** The alert that an appearance raises at {@code at}, in frame time. */
    static Alert alert(Appearance seen, Instant at, Duration expiry, Instant now) {
        Recognition recognition = seen.recognition();
        Duration left = seen.terms().actuateWithin().minus(age(recognition.timings(), seen.clock(), now));
        boolean actuate = !left.isNegative() && !recognition.replayed();
        return new Alert(
                Alert.id(recognition.episode(), seen.terms().watchlist(), at),
                seen.terms().watchlist(),
                seen.terms().severity(),
                at,
                now,
                now.plus(expiry),
                actuate,
                actuate ? now.plus(left) : null,
                false,
                recognition);
    }

    /**
     * How old the deciding frame is: since its capture where it bears a live camera's time, and in any case since its publication,
     * because a camera's clock may be wrong. A file's own time says nothing of now.
     */
    static Duration age(Timings timings, String clock, Instant now) {
        Duration published = since(timings.publishedAt(), now);
        if (clock.equals("media")) {
            return published;
        }
        Duration captured = since(timings.capturedAt(), now);
        return captured.compareTo(published) > 0 ? captured : published;
    }

    private static Duration since(@Nullable Instant then, Instant now) {
        return then == null ? Duration.ofDays(365) : Duration.between(then, now);
    }
}
