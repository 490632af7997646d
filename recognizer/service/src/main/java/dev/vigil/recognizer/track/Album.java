package dev.vigil.recognizer.track;

import dev.vigil.recognizer.track.Observation.SeenFace;
import dev.vigil.recognizer.track.TrackState.Evidence;
import dev.vigil.recognizer.track.TrackState.ShotRef;
import dev.vigil.recognizer.track.TrackState.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which shots of a track are kept, and when there is something new to tell of it. */
final class Album {
    /** A shot must be so much better than the worst to take its place. */
    private static final float BETTER = .02f;
    /** So much better a best shot is news. */
    private static final float MUCH_BETTER = .1f;
    /** So many shots are better evidence than the first alone. */
    private static final int SEVERAL = 3;
    /** Evidence that has grown for so long is news, once. */
    private static final Duration LONG = Duration.ofSeconds(10);
    /** A track asks at most so often while it goes on; with its end that makes four, as the card's curve for tracks counts. */
    private static final int MOST_ASKED = 3;

    private final ShotShelf shelf;
    private final int most;

    Album(ShotShelf shelf, int most) {
        this.shelf = shelf;
        this.most = most;
    }

    /** Takes a portrait in, where it is worth keeping. */
    TrackState keep(TrackState track, Observation seen, SeenFace face, Portrait portrait) {
        Evidence evidence = track.evidence();
        Shot shot = new Shot(
                evidence.next(),
                seen.sequence(),
                seen.at(),
                seen.publishedAt(),
                seen.seenAt(),
                face.face(),
                portrait.embedding(),
                portrait.shadow(),
                portrait.liveness(),
                portrait.jpeg());
        if (portrait.embedding() == null) {
            boolean better = !evidence.embedded() && shot.quality() > evidence.best();
            return better ? track.with(alone(track, shot, 0)) : track;
        }
        return track.with(evidence.embedded() ? among(track, shot) : alone(track, shot, 1));
    }

    private Evidence alone(TrackState track, Shot shot, int version) {
        shelf.removeAll(track);
        shelf.put(track.id(), shot);
        ShotRef ref = new ShotRef(shot.number(), shot.quality());
        return new Evidence(List.of(ref), shot.number() + 1, version, version > 0 ? shot.capturedAt() : null);
    }

    private Evidence among(TrackState track, Shot shot) {
        Evidence evidence = track.evidence();
        List<ShotRef> shots = new ArrayList<>(evidence.shots());
        if (shots.size() >= most) {
            ShotRef worst = shots.get(shots.size() - 1);
            if (shot.quality() < worst.quality() + BETTER) {
                return new Evidence(shots, evidence.next(), evidence.version(), shot.capturedAt());
            }
            shots.remove(worst);
            shelf.remove(track.id(), worst.number());
        }
        shelf.put(track.id(), shot);
        shots.add(new ShotRef(shot.number(), shot.quality()));
        shots.sort(Comparator.comparingDouble(ShotRef::quality).reversed().thenComparingInt(ShotRef::number));
        return new Evidence(shots, evidence.next() + 1, evidence.version() + 1, shot.capturedAt());
    }

    /** Whether there is something to ask the gallery that it was not asked before. */
    static boolean news(TrackState track, Observation seen) {
        Evidence evidence = track.evidence();
        Told told = track.told();
        if (evidence.version() <= told.evidence() || told.revision() >= MOST_ASKED) {
            return false;
        }
        if (told.at() == null || evidence.best() >= told.quality() + MUCH_BETTER) {
            return true;
        }
        return told.revision() == 1
                ? evidence.shots().size() >= SEVERAL
                : Duration.between(told.at(), seen.at()).compareTo(LONG) >= 0;
    }

    static TrackState told(TrackState track, Observation seen) {
        Evidence evidence = track.evidence();
        return track.with(new Told(track.told().revision() + 1, evidence.version(), evidence.best(), seen.at(), null));
    }

    /** Whether it is time to say again that a track that was told of is there, since its face is in this frame. */
    static boolean stays(TrackState track, Observation seen, Duration every) {
        Instant last = track.told().last();
        return last != null
                && track.sight().sequence() == seen.sequence()
                && Duration.between(last, seen.at()).compareTo(every) >= 0;
    }
}
