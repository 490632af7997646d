package dev.vigil.recognizer.track;

import dev.vigil.recognizer.event.Sighting.Ending;
import dev.vigil.recognizer.track.Observation.SeenFace;
import dev.vigil.runtime.json.Json;
import dev.vigil.vision.face.Face;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Plays a scripted film to the tracker, with a state that goes through JSON after each frame as through the changelog. */
final class Film {
    /** An actor in a frame. */
    record Actor(int person, Face face, int looks) {
        static Actor of(int person, float x, float y) {
            return new Actor(person, Faces.face(x, y, .7f), person);
        }

        /** One of whom the detector is not sure. */
        static Actor weak(int person, float x, float y) {
            Face face = Faces.face(x, y, .7f);
            return new Actor(person, new Face(face.box(), .4f, face.landmarks(), face.quality()), person);
        }
    }

    static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

    private final Tracker tracker = new Tracker(TrackerSettings.DEFAULT);
    private final Map<String, Shot> shots = new HashMap<>();
    private final ShotShelf shelf = new MapShelf(shots);
    /** Which people each track has shown, by track. */
    final Map<String, Set<Integer>> peopleOf = new LinkedHashMap<>();

    final Map<String, Ending> endings = new LinkedHashMap<>();
    final List<String> told = new ArrayList<>();
    Tracks tracks = Tracks.NONE;
    int embedded;
    private long sequence;
    private Instant now = START;

    Film after(Duration time) {
        now = now.plus(time);
        return this;
    }

    Instant now() {
        return now;
    }

    /** One frame, 200 ms after the last. */
    Step frame(long scene, Actor... actors) {
        now = now.plusMillis(200);
        List<SeenFace> faces = new ArrayList<>();
        for (Actor actor : actors) {
            faces.add(Faces.seen(actor.face(), actor.looks()));
        }
        Observation seen = new Observation(sequence, now, now, now, 640, 360, Faces.scene(scene), faces);
        sequence++;
        Plan plan = tracker.plan(tracks, seen);
        Map<Integer, Portrait> portraits = new HashMap<>();
        for (int index : plan.embed()) {
            embedded++;
            portraits.put(index, new Portrait(Faces.person(actors[index].person(), (int) sequence), null));
        }
        plan.portray().forEach(index -> portraits.put(index, new Portrait(null, null)));
        Step step = tracker.conclude("cam/s1", plan, portraits, shelf);
        tracks = Json.read(Json.bytes(step.after()), Tracks.class);
        note(step, seen, actors);
        return step;
    }

    private void note(Step step, Observation seen, Actor[] actors) {
        for (TrackState track : step.after().open()) {
            for (Actor actor : actors) {
                if (track.sight().sequence() == seen.sequence()
                        && track.sight().box().equals(actor.face().box())) {
                    peopleOf.computeIfAbsent(track.id(), id -> new TreeSet<>()).add(actor.person());
                }
            }
        }
        step.ended().forEach(ended -> {
            assertThatNotYetEnded(ended.track().id());
            endings.put(ended.track().id(), ended.ending());
            shelf.removeAll(ended.track());
        });
        step.told().forEach(track -> told.add(track.id() + "/" + track.told().revision()));
    }

    private void assertThatNotYetEnded(String track) {
        if (endings.containsKey(track)) {
            throw new AssertionError(track + " ended twice");
        }
    }

    int shelved() {
        return shots.size();
    }

    private record MapShelf(Map<String, Shot> shots) implements ShotShelf {
        @Override
        public Shot get(String track, int number) {
            Shot shot = shots.get(track + "#" + number);
            if (shot == null) {
                throw new IllegalStateException(track + "#" + number);
            }
            return shot;
        }

        @Override
        public void put(String track, Shot shot) {
            shots.put(track + "#" + shot.number(), Json.read(Json.bytes(shot), Shot.class));
        }

        @Override
        public void remove(String track, int number) {
            shots.remove(track + "#" + number);
        }
    }
}
