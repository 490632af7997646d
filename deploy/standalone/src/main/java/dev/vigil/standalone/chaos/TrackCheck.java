package dev.vigil.standalone.chaos;

import dev.vigil.standalone.chaos.Recorded.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every track that was sighted ends once and is closed once, with its events in order; and none is told of that was never sighted. */
final class TrackCheck {
    static final String RULE = "tracks";

    private TrackCheck() {}

    /** How many tracks there were; what is wrong is added to {@code violations}. */
    static int check(Recorded recorded, List<Violation> violations) {
        Map<String, Integer> ended = new LinkedHashMap<>();
        for (Event sighting : recorded.sightings()) {
            ended.merge(sighting.text("/track"), sighting.text("/phase").equals("ended") ? 1 : 0, Integer::sum);
        }
        Map<String, List<Event>> told = new HashMap<>();
        for (Event recognition : recorded.recognitions()) {
            told.computeIfAbsent(recognition.text("/track/id"), track -> new ArrayList<>())
                    .add(recognition);
        }
        ended.forEach((track, times) -> {
            if (times != 1) {
                wrong(violations, "The track " + track + " was sighted, and ended " + times + " times.");
            }
            episode(track, told.getOrDefault(track, List.of()), violations);
        });
        told.forEach((track, events) -> {
            if (!ended.containsKey(track)) {
                wrong(
                        violations,
                        "The track " + track + " was decided (" + events.get(0).where() + ") and never sighted.");
            }
        });
        return ended.size();
    }

    private static void episode(String track, List<Event> events, List<Violation> violations) {
        long closed = events.stream()
                .filter(event -> event.text("/phase").equals("closed"))
                .count();
        if (closed != 1) {
            wrong(violations, "The track " + track + " was sighted, and closed " + closed + " times: " + list(events));
        } else if (!events.get(events.size() - 1).text("/phase").equals("closed")) {
            wrong(violations, "The track " + track + " is told of after it was closed: " + list(events));
        }
        for (int i = 0; i < events.size(); i++) {
            boolean first = i == 0;
            String phase = events.get(i).text("/phase");
            boolean wrongPhase = first ? phase.equals("updated") : phase.equals("opened");
            if (events.get(i).number("revision") != i + 1 || wrongPhase) {
                wrong(violations, "The events of the track " + track + " are out of order: " + list(events));
                return;
            }
        }
    }

    private static String list(List<Event> events) {
        return String.join(
                ", ",
                events.stream()
                        .map(event -> event.text("/phase") + " " + event.number("revision") + " at " + event.where())
                        .toList());
    }

    private static void wrong(List<Violation> violations, String what) {
        violations.add(new Violation(RULE, what));
    }
}
