package dev.vigil.recognizer.see;

import dev.vigil.recognizer.event.Reason;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.recognizer.event.Sighting.Ending;
import dev.vigil.recognizer.event.Sighting.Phase;
import dev.vigil.recognizer.track.Observation;
import dev.vigil.recognizer.track.Shot;
import dev.vigil.recognizer.track.ShotShelf;
import dev.vigil.recognizer.track.TrackState;
import dev.vigil.vision.face.Box;
import dev.vigil.vision.face.Face;
import dev.vigil.vision.face.Quality;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes sightings of tracks and their shots. */
final class Sightings {
    private final Supplier<Recognition.ModelRef> model;

    Sightings(Supplier<Recognition.ModelRef> model) {
        this.model = model;
    }

    /** Of a track that goes on. */
    Sighting shot(String camera, CameraState state, TrackState track, ShotShelf shelf, Instant now) {
        return sighting(camera, state, track, shelf, now, track.told().revision(), null);
    }

    /** Of a track that is over: one revision more than what was told before. */
    Sighting ended(String camera, CameraState state, TrackState track, ShotShelf shelf, Instant now, Ending ending) {
        return sighting(camera, state, track, shelf, now, track.told().revision() + 1, ending);
    }

    /** Of a track that is still there, in the frame that shows it. */
    Sighting present(
            String camera, CameraState state, TrackState track, ShotShelf shelf, Observation seen, Instant now) {
        TrackState.Sight sight = track.sight();
        return new Sighting(
                track.id(),
                Phase.PRESENT,
                track.told().revision(),
                0,
                camera,
                state.session(),
                sight.sequence(),
                state.clock(),
                sight.firstSeen(),
                sight.lastSeen(),
                sight.frames(),
                null,
                null,
                List.of(view(shelf.of(track).get(0))),
                null,
                null,
                state.model() == null ? model.get() : state.model(),
                null,
                new Recognition.Timings(seen.at(), seen.publishedAt(), seen.seenAt(), now, null, null),
                false);
    }

    private Sighting sighting(
            String camera,
            CameraState state,
            TrackState track,
            ShotShelf shelf,
            Instant now,
            int revision,
            @Nullable Ending ending) {
        List<Shot> shots = shelf.of(track);
        Shot newest = shots.stream().max(Comparator.comparingInt(Shot::number)).orElseThrow();
        TrackState.Sight sight = track.sight();
        return new Sighting(
                track.id(),
                ending == null ? Phase.SHOT : Phase.ENDED,
                revision,
                track.evidence().version(),
                camera,
                state.session(),
                sight.sequence(),
                state.clock(),
                sight.firstSeen(),
                sight.lastSeen(),
                sight.frames(),
                ending,
                rejected(track),
                shots.stream().map(Sightings::view).toList(),
                crop(shots.get(0)),
                Shot.fuse(shots).orElse(null),
                state.model() == null ? model.get() : state.model(),
                Shot.fuseShadows(shots).orElse(null),
                new Recognition.Timings(newest.capturedAt(), newest.publishedAt(), newest.seenAt(), now, null, null),
                false);
    }

    private static @Nullable Reason rejected(TrackState track) {
        if (track.evidence().embedded()) {
            return null;
        }
        return track.sight().everLarge() ? Reason.LOW_QUALITY : Reason.TOO_SMALL;
    }

    private static Recognition.@Nullable Crop crop(Shot shot) {
        return shot.jpeg() == null ? null : new Recognition.Crop("image/jpeg", shot.jpeg());
    }

    private static Sighting.ShotView view(Shot shot) {
        Face face = shot.face();
        Box box = face.box();
        Quality q = face.quality();
        return new Sighting.ShotView(
                shot.sequence(),
                shot.capturedAt(),
                new Recognition.FaceView(
                        List.of(box.x(), box.y(), box.width(), box.height()),
                        face.landmarks().stream()
                                .map(point -> List.of(point.x(), point.y()))
                                .toList(),
                        new Recognition.QualityView(
                                q.score(), q.pixels(), q.sharpness(), q.brightness(), q.yaw(), q.pitch(), q.roll()),
                        shot.liveness()));
    }
}
