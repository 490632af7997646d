package dev.vigil.recognizer.track;

import dev.vigil.recognizer.track.Observation.SeenFace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Follows the faces of a camera. A track is predicted by its motion (a Kalman filter with constant velocity), matched by overlap
 * and, where there is doubt, by embedding, in the cheapest assignment over all faces and tracks (as in SORT, Bewley et al. 2016,
 * DeepSORT, Wojke et al. 2017, and Deep OC-SORT, Maggiolino et al. 2023). Doubt arises where faces come near each other, were
 * missing, changed their looks at a stroke, or where the scene may have been cut: then a face that does not resemble the
 * track's embedding begins a track of its own, so that a name is never carried over to the next face. Tracks that are left without
 * a face get a second round among the faces of which the detector is not sure (as in ByteTrack, Zhang et al. 2022), by overlap
 * alone; such a face says where the track is, and nothing else: it begins none, is not embedded, and counts for no quality.
 *
 * <p>A frame takes two calls, so that all embeddings that it needs are made in one batch between them. Immutable, and safe to
 * share between threads.
 */
public final class Tracker {
    private final TrackerSettings settings;
    private final Planner planner;

    /** With these settings. */
    public Tracker(TrackerSettings settings) {
        this.settings = settings;
        this.planner = new Planner(settings);
    }

    /** How many of the faces the detector is sure of. */
    public int sure(Observation seen) {
        return seen.sure(settings.sureScore());
    }

    /** Says what ends with this frame, and which faces must be embedded or portrayed before {@link #conclude}. */
    public Plan plan(Tracks before, Observation seen) {
        return planner.plan(before, seen);
    }

    /**
     * Decides who is who.
     *
     * @param prefix of the ids of new tracks: camera / session
     * @param plan of this frame
     * @param portraits of the faces that the plan wished for, by index
     * @param shelf where shots are kept; changed
     * @return the tracks after this frame; the shots of those that ended are still on the shelf
     */
    public Step conclude(String prefix, Plan plan, Map<Integer, Portrait> portraits, ShotShelf shelf) {
        Follower follower = new Follower(plan, portraits, shelf, settings.refuse());
        int[] trackOf = follower.trackOfFaces();
        List<Tracks.Ended> split = follower.split(trackOf);
        List<Tracks.Ended> ended = new ArrayList<>(plan.ended());
        ended.addAll(split);

        TrackState[] updated = plan.open().toArray(TrackState[]::new);
        List<TrackState> fresh = new ArrayList<>();
        Album album = new Album(shelf, settings.shots());
        for (int f = 0; f < trackOf.length; f++) {
            SeenFace face = plan.seen().faces().get(f);
            TrackState track = trackOf[f] < 0
                    ? begin(prefix, plan.seen(), face, fresh.size())
                    : updated[trackOf[f]].seenAgain(plan.seen(), face, planner.large(face));
            Portrait portrait = portraits.get(f);
            if (portrait != null || track.evidence().shots().isEmpty()) {
                track = album.keep(track, plan.seen(), face, portrait == null ? Portrait.NONE : portrait);
            }
            if (trackOf[f] < 0) {
                fresh.add(track);
            } else {
                updated[trackOf[f]] = track;
            }
        }
        SecondRound.play(plan, trackOf, split)
                .forEach((t, face) -> updated[t] = updated[t].seenWeakly(plan.seen(), face));
        return finish(plan.seen(), updated, fresh, ended, split);
    }

    private TrackState begin(String prefix, Observation seen, SeenFace face, int index) {
        String id = prefix + "/" + seen.sequence() + "/" + index;
        return TrackState.begin(id, seen, face, planner.large(face));
    }

    private Step finish(
            Observation seen,
            TrackState[] updated,
            List<TrackState> fresh,
            List<Tracks.Ended> ended,
            List<Tracks.Ended> split) {
        List<TrackState> open = new ArrayList<>(List.of(updated));
        open.removeIf(track -> split.stream().anyMatch(e -> e.track().id().equals(track.id())));
        open.addAll(fresh);
        List<TrackState> told = new ArrayList<>();
        List<TrackState> present = new ArrayList<>();
        for (int i = 0; i < open.size(); i++) {
            TrackState track = open.get(i);
            if (Album.news(track, seen)) {
                open.set(i, Album.told(track, seen));
                told.add(open.get(i));
            } else if (Album.stays(track, seen, settings.presentEvery())) {
                open.set(i, track.with(track.told().present(seen.at())));
                present.add(open.get(i));
            }
        }
        Tracks.View view = new Tracks.View(seen.at(), seen.width(), seen.height(), seen.scene());
        return new Step(new Tracks(open, view), ended, told, present);
    }
}
