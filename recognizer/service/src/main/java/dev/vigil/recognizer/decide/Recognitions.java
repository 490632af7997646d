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
    private final DecideSettings settings;

    Recognitions(DecideSettings settings) {
        this.settings = settings;
    }

    /** The event that brings {@code episode} to its revision. */
    Recognition of(Episode episode, Phase phase, Sighting latest, Instant now) {
        Verdict verdict = episode.best();
        Timings seen = episode.view().timings();
        return new Recognition(
                latest.track(),
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

    /** The alert of a watchlist that the recognised person is on. */
    Alert alert(String watchlist, Recognition recognition, String clock, Instant now) {
        DecideSettings.AlertSettings alerts = settings.alerts();
        boolean fresh = age(recognition.timings(), clock, now).compareTo(alerts.actuationLimit()) <= 0;
        return new Alert(
                watchlist,
                alerts.severity(),
                now,
                now.plus(alerts.expiry()),
                fresh && !recognition.replayed(),
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
