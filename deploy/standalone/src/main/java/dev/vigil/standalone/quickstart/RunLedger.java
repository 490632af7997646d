package dev.vigil.standalone.quickstart;

import dev.vigil.recognizer.event.FrameAccount;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Sighting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps account of a run from what the stages publish, so that its end is known exactly: a camera's session is over when its end
 * has passed the first stream, which forwards it after the last sighting of the session's tracks, every frame is accounted for,
 * and each of those tracks has its closed event. Events of sessions that began before the run are held back. Thread-safe.
 */
final class RunLedger {
    private final Map<String, Map<String, CameraRun>> sessionsByCamera = new LinkedHashMap<>();
    private final Map<String, List<Recognition>> heldBySession = new HashMap<>();
    private long changes;

    private final boolean untilEnd;

    /** For these cameras, by id; {@code untilEnd} where their sessions have an end that is waited for. */
    RunLedger(List<String> cameras, boolean untilEnd) {
        this.untilEnd = untilEnd;
        cameras.forEach(camera -> sessionsByCamera.put(camera, new LinkedHashMap<>()));
    }

    /**
     * A session began.
     *
     * @return recognitions of it that were read before its beginning was
     */
    synchronized List<Recognition> started(String camera, String session) {
        changed();
        sessionsByCamera
                .computeIfAbsent(camera, c -> new LinkedHashMap<>())
                .putIfAbsent(session, new CameraRun(untilEnd));
        List<Recognition> held = heldBySession.remove(session);
        return held == null
                ? List.of()
                : held.stream().flatMap(e -> recognized(e).stream()).toList();
    }

    /** A session ended, after {@code framesPublished} frames. */
    synchronized void ended(String camera, String session, long framesPublished) {
        changed();
        run(camera, session).ifPresent(run -> run.ended(framesPublished));
    }

    /** A track was sighted. */
    synchronized void sighted(Sighting sighting) {
        changed();
        if (sighting.phase() == Sighting.Phase.ENDED) {
            run(sighting.camera(), sighting.session()).ifPresent(run -> run.trackEnded(sighting.track()));
        }
    }

    /** Frames were accounted for. */
    synchronized void accounted(FrameAccount account) {
        run(account.camera(), account.session()).ifPresent(run -> run.account(account));
        if (account.processed() > 0 || account.last()) {
            changed();
        }
    }

    /**
     * A track was decided.
     *
     * @return the event, or nothing as long as its session is not known to be of this run
     */
    synchronized List<Recognition> recognized(Recognition event) {
        changed();
        String session = sessionOf(event);
        Optional<CameraRun> run = run(event.camera().id(), session);
        if (run.isPresent()) {
            run.get().recognized(event);
            return List.of(event);
        }
        heldBySession.computeIfAbsent(session, s -> new ArrayList<>()).add(event);
        return List.of();
    }

    /** Whether every camera has had a session, and every session's end has passed every stage. */
    synchronized boolean complete() {
        return sessionsByCamera.values().stream()
                .allMatch(sessions ->
                        !sessions.isEmpty() && sessions.values().stream().allMatch(CameraRun::complete));
    }

    /**
     * Waits until every session that began has ended, and its end has passed every stage, so that nothing more will come; or until
     * the time is up.
     */
    synchronized void awaitSettled(Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        for (long left = limit.toMillis(); left > 0 && !settled(); left = (until - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    private boolean settled() {
        return sessionsByCamera.values().stream()
                .flatMap(sessions -> sessions.values().stream())
                .allMatch(CameraRun::complete);
    }

    /** What is wrong with a run that is complete, in words that follow "Camera X: "; empty where nothing is. */
    synchronized Optional<String> fault() {
        for (Map.Entry<String, Map<String, CameraRun>> camera : sessionsByCamera.entrySet()) {
            for (CameraRun run : camera.getValue().values()) {
                String fault = run.fault();
                if (fault != null) {
                    return Optional.of("Camera " + camera.getKey() + ": " + fault + ".");
                }
            }
        }
        return Optional.empty();
    }

    /** Grows with all that happens: a run in which it stays is stuck. */
    synchronized long changes() {
        return changes;
    }

    /** What came of each camera so far. */
    synchronized List<RunSummary.Camera> summary() {
        return sessionsByCamera.entrySet().stream()
                .map(entry ->
                        RunSummary.Camera.of(entry.getKey(), entry.getValue().values()))
                .toList();
    }

    private void changed() {
        changes++;
        notifyAll();
    }

    private Optional<CameraRun> run(String camera, String session) {
        return Optional.ofNullable(
                sessionsByCamera.getOrDefault(camera, Map.of()).get(session));
    }

    /** A track's id is camera / session / sequence / index. */
    private static String sessionOf(Recognition event) {
        String[] parts = event.track().id().split("/", -1);
        return parts.length < 4 ? "" : parts[parts.length - 3];
    }
}
