package dev.vigil.standalone.quickstart;

import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.FrameAccount;
import dev.vigil.recognizer.event.Recognition;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One session of a camera, as the stages after the camera report it. Tracks that are over are only counted, so that a camera may
 * be on for months. Not thread-safe: {@link RunLedger} guards it.
 */
final class CameraRun {
    private final Map<String, Track> open = new HashMap<>();
    private final Map<Decision, Integer> decisions = new EnumMap<>(Decision.class);
    private final Map<String, Integer> matched = new TreeMap<>();
    private final boolean finite;
    private final Set<String> over = new HashSet<>();
    private @Nullable String closedTwice;
    private OptionalLong published = OptionalLong.empty();
    private long processed;
    private long lost;
    private int tracks;
    private boolean accounted;

    private static final class Track {
        private boolean ended;
        private boolean closed;
    }

    /** {@code finite} remembers the tracks that are over, so as to notice one that is closed again. */
    CameraRun(boolean finite) {
        this.finite = finite;
    }

    /** The session's end has passed the first stream: no track of it ends after this. */
    void ended(long framesPublished) {
        published = OptionalLong.of(framesPublished);
    }

    void trackEnded(String id) {
        Track track = open.computeIfAbsent(id, t -> new Track());
        track.ended = true;
        tracks++;
        forgetIfOver(id, track);
    }

    void account(FrameAccount account) {
        processed += account.processed();
        lost += account.deadLettered()
                + account.droppedBeforeKafka()
                + account.skipped().values().stream().mapToLong(Long::longValue).sum();
        accounted |= account.last();
    }

    void recognized(Recognition event) {
        String id = event.track().id();
        if (over.contains(id)) {
            closedTwice = id;
            return;
        }
        Track track = open.computeIfAbsent(id, t -> new Track());
        if (event.phase() != Recognition.Phase.CLOSED) {
            return;
        }
        if (track.closed) {
            closedTwice = id;
            return;
        }
        track.closed = true;
        decisions.merge(event.decision(), 1, Integer::sum);
        if (event.decision() == Decision.MATCH && event.person() != null) {
            matched.merge(event.person().name(), 1, Integer::sum);
        }
        forgetIfOver(id, track);
    }

    private void forgetIfOver(String id, Track track) {
        if (track.ended && track.closed) {
            open.remove(id);
            if (finite) {
                over.add(id);
            }
        }
    }

    /** Whether the session's end has passed every stage, and every track of it is closed. */
    boolean complete() {
        return published.isPresent()
                && accounted
                && open.values().stream().noneMatch(track -> track.ended && !track.closed);
    }

    /** What is wrong with a session that is complete, in words that follow "Camera X: "; null where nothing is. */
    @Nullable
    String fault() {
        if (closedTwice != null) {
            return "the track " + closedTwice + " was closed twice";
        }
        for (Map.Entry<String, Track> track : open.entrySet()) {
            if (!track.getValue().ended) {
                return "the track " + track.getKey() + " was decided and never ended";
            }
        }
        long frames = published.orElse(processed);
        return lost > 0 || processed != frames ? "of " + frames + " frames " + processed + " were processed" : null;
    }

    long frames() {
        return processed;
    }

    int tracks() {
        return tracks;
    }

    /** How many tracks were closed with each decision. */
    Map<Decision, Integer> decisions() {
        return decisions;
    }

    /** How many tracks were matched with each name. */
    Map<String, Integer> matched() {
        return matched;
    }
}
