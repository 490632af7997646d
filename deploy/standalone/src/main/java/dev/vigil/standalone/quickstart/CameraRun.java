package dev.vigil.standalone.quickstart;

import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.FrameAccount;
import dev.vigil.recognizer.event.Recognition;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One session of a camera, as the stages after the camera report it. Not thread-safe: {@link RunLedger} guards it. */
final class CameraRun {
    private final Set<String> ended = new HashSet<>();
    private final Map<String, Recognition> closed = new TreeMap<>();
    private final Set<String> opened = new TreeSet<>();
    private final Set<String> closedTwice = new TreeSet<>();
    private OptionalLong published = OptionalLong.empty();
    private long processed;
    private long lost;
    private boolean accounted;

    /** The session's end has passed the first stream: no track of it ends after this. */
    void ended(long framesPublished) {
        published = OptionalLong.of(framesPublished);
    }

    void trackEnded(String track) {
        ended.add(track);
    }

    void account(FrameAccount account) {
        processed += account.processed();
        lost += account.deadLettered()
                + account.droppedBeforeKafka()
                + account.skipped().values().stream().mapToLong(Long::longValue).sum();
        accounted |= account.last();
    }

    void recognized(Recognition event) {
        String track = event.track().id();
        opened.add(track);
        if (event.phase() == Recognition.Phase.CLOSED && closed.put(track, event) != null) {
            closedTwice.add(track);
        }
    }

    /** Whether the session's end has passed every stage, and every track of it is closed. */
    boolean complete() {
        return published.isPresent() && accounted && closed.keySet().containsAll(ended);
    }

    /** What is wrong with a session that is complete; null where nothing is. */
    @Nullable
    String fault() {
        if (!closedTwice.isEmpty()) {
            return "the track " + closedTwice.iterator().next() + " was closed twice";
        }
        for (String track : opened) {
            if (!ended.contains(track)) {
                return "the track " + track + " was decided and never ended";
            }
        }
        if (lost > 0 || processed != published.orElse(processed)) {
            return "of " + published.orElse(processed) + " frames " + processed + " were processed";
        }
        return null;
    }

    long frames() {
        return processed;
    }

    int tracks() {
        return ended.size();
    }

    /** How many tracks ended in each decision. */
    Map<Decision, Integer> decisions() {
        Map<Decision, Integer> counts = new EnumMap<>(Decision.class);
        closed.values().forEach(event -> counts.merge(event.decision(), 1, Integer::sum));
        return counts;
    }

    /** How many tracks were matched with each name. */
    Map<String, Integer> matched() {
        Map<String, Integer> counts = new TreeMap<>();
        for (Recognition event : closed.values()) {
            if (event.decision() == Decision.MATCH && event.person() != null) {
                counts.merge(event.person().name(), 1, Integer::sum);
            }
        }
        return counts;
    }
}
