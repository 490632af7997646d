package dev.vigil.standalone.chaos;

import dev.vigil.runtime.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What nobody of ours wrote is dead-lettered once where a stream reads it, and everything else can be read: no sighting and no
 * appearance of our own is ever given up. (Frames that are, are in the accounts: {@link FrameCheck}.)
 */
final class PoisonCheck {
    static final String RULE = "poison";

    private static final Set<String> READ_BY_STREAMS =
            Set.of(Topics.FRAME_CAPTURED.name(), Topics.FACE_SIGHTED.name(), Recorder.APPEARANCES);

    private PoisonCheck() {}

    /** What is wrong is added to {@code violations}. */
    static void check(Recorded recorded, Set<Poison.Place> poison, List<Violation> violations) {
        Map<Poison.Place, Integer> letters = new HashMap<>();
        recorded.deadLetters().forEach(place -> letters.merge(place, 1, Integer::sum));
        for (Poison.Place place : poison) {
            int times = letters.getOrDefault(place, 0);
            if (READ_BY_STREAMS.contains(place.topic()) && times != 1) {
                wrong(
                        violations,
                        "The record " + where(place) + " can't be read, and was dead-lettered " + times + " times.");
            }
        }
        letters.forEach((place, times) -> {
            boolean ours = !poison.contains(place);
            if (ours && !place.topic().equals(Topics.FRAME_CAPTURED.name())) {
                wrong(violations, "The record " + where(place) + " is ours, and was dead-lettered.");
            } else if (ours && times != 1) {
                wrong(violations, "The frame " + where(place) + " was dead-lettered " + times + " times.");
            }
        });
        recorded.unreadable().stream()
                .filter(place -> !poison.contains(place))
                .forEach(place -> wrong(violations, "The record " + where(place) + " is ours, and no event."));
    }

    private static String where(Poison.Place place) {
        return place.topic() + "-" + place.partition() + "@" + place.offset();
    }

    private static void wrong(List<Violation> violations, String what) {
        violations.add(new Violation(RULE, what));
    }
}
