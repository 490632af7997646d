package dev.vigil.recognizer.track;

import dev.vigil.recognizer.event.Sighting.Ending;
import dev.vigil.recognizer.track.Observation.SeenFace;
import dev.vigil.recognizer.track.Plan.Doubt;
import dev.vigil.recognizer.track.Plan.Fit;
import dev.vigil.vision.face.Box;
import dev.vigil.vision.face.Quality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The first half of the tracker's work on a frame: what ends, what fits, and what must be seen closer. */
final class Planner {
    /** Below this likeness of its patch to the last one a face has changed more than a face does between frames. */
    private static final double PATCH_LIKENESS = .65;
    /** Missing for longer than this, a face must prove itself. */
    private static final double MISSING_SECONDS = .7;
    /** So much better a face is embedded before its turn. */
    private static final float BETTER = .1f;
    /** So much better a poor look replaces the last one. */
    private static final float POOR_BETTER = .05f;

    private final TrackerSettings settings;

    Planner(TrackerSettings settings) {
        this.settings = settings;
    }

    Plan plan(Tracks before, Observation all) {
        int sure = all.sure(settings.sureScore());
        Observation seen = all.first(sure);
        List<SeenFace> weak = all.faces().subList(sure, all.faces().size());
        SceneChange change = sceneChange(before, seen);
        List<Tracks.Ended> ended = new ArrayList<>();
        List<TrackState> open = new ArrayList<>();
        for (TrackState track : before.open()) {
            if (!gone(track, seen) && change != SceneChange.CUT) {
                open.add(track);
            } else {
                ended.add(new Tracks.Ended(track, gone(track, seen) ? Ending.GAP : Ending.CUT));
            }
        }
        List<List<Fit>> fits = fits(open, seen, change);
        Set<Integer> embed = new TreeSet<>();
        Set<Integer> portray = new TreeSet<>();
        wish(open, fits, seen, embed, portray);
        return new Plan(seen, change == SceneChange.NONE ? weak : List.of(), ended, open, fits, embed, portray);
    }

    /** A picture of another size, or a clock that went back by more than the gap, is another scene too. */
    private SceneChange sceneChange(Tracks before, Observation seen) {
        Tracks.View last = before.last();
        if (last == null) {
            return SceneChange.NONE;
        }
        boolean otherSize = last.width() != seen.width() || last.height() != seen.height();
        if (otherSize || last.at().minus(settings.gap()).isAfter(seen.at())) {
            return SceneChange.CUT;
        }
        return SceneChange.between(last.scene(), seen.scene());
    }

    /** Missing for the gap, or for twice as long but for looks that nobody is sure of: a stain on a wall must not hold a track. */
    private boolean gone(TrackState track, Observation seen) {
        TrackState.Sight sight = track.sight();
        return !sight.lastSeen().plus(settings.gap()).isAfter(seen.at())
                || !sight.lastSure().plus(settings.gap().multipliedBy(2)).isAfter(seen.at());
    }

    private static List<List<Fit>> fits(List<TrackState> open, Observation seen, SceneChange change) {
        List<List<Closeness>> near = new ArrayList<>();
        for (TrackState track : open) {
            double seconds = track.secondsSince(seen.at());
            Box expected = track.motion().after(seconds).box();
            near.add(seen.faces().stream()
                    .map(face -> Closeness.of(track, expected, face.face().box(), seconds))
                    .toList());
        }
        List<List<Fit>> fits = new ArrayList<>();
        for (int t = 0; t < open.size(); t++) {
            List<Fit> row = new ArrayList<>();
            for (int f = 0; f < seen.faces().size(); f++) {
                Closeness here = near.get(t).get(f);
                Doubt doubt = change == SceneChange.SUSPECT
                        ? Doubt.GRAVE
                        : doubtful(open.get(t), seen, f, here, rivals(near, t, f)) ? Doubt.SOME : Doubt.NONE;
                row.add(new Fit(here.cost(), here.overlap(), doubt));
            }
            fits.add(row);
        }
        return fits;
    }

    private static boolean doubtful(TrackState track, Observation seen, int face, Closeness here, boolean rivals) {
        return rivals
                || here.overlap() < Closeness.OVERLAPPING
                || track.secondsSinceSure(seen.at()) > MISSING_SECONDS
                || track.sight().patch().likeness(seen.faces().get(face).patch()) < PATCH_LIKENESS;
    }

    /** Whether another track wants this face, or this track could have another. */
    private static boolean rivals(List<List<Closeness>> near, int track, int face) {
        for (int f = 0; f < near.get(track).size(); f++) {
            if (f != face && near.get(track).get(f).possible()) {
                return true;
            }
        }
        for (int t = 0; t < near.size(); t++) {
            if (t != track && near.get(t).get(face).possible()) {
                return true;
            }
        }
        return false;
    }

    private void wish(
            List<TrackState> open, List<List<Fit>> fits, Observation seen, Set<Integer> embed, Set<Integer> portray) {
        int[] trackOf = Follower.trackOf(fits, seen.faces().size(), Fit::cost);
        for (int f = 0; f < seen.faces().size(); f++) {
            SeenFace face = seen.faces().get(f);
            int t = trackOf[f];
            boolean doubt = t < 0 || fits.get(t).get(f).doubt() != Doubt.NONE;
            if (good(face)) {
                if (doubt || due(open.get(t), face, seen)) {
                    embed.add(f);
                }
            } else if (doubt || betterPoor(open.get(t), face)) {
                portray.add(f);
            }
        }
    }

    private boolean good(SeenFace face) {
        Quality quality = face.face().quality();
        return large(face) && quality.score() >= settings.minQuality();
    }

    boolean large(SeenFace face) {
        return face.face().quality().pixels() >= settings.minPixels();
    }

    private boolean due(TrackState track, SeenFace face, Observation seen) {
        if (track.evidence().embeddedAt() == null) {
            return true;
        }
        Duration since = Duration.between(track.evidence().embeddedAt(), seen.at());
        boolean better = face.face().quality().score() >= track.evidence().best() + BETTER;
        return since.compareTo(better ? settings.embedEvery().dividedBy(4) : settings.embedEvery()) >= 0;
    }

    private static boolean betterPoor(TrackState track, SeenFace face) {
        return !track.evidence().embedded()
                && face.face().quality().score() >= track.evidence().best() + POOR_BETTER;
    }
}
