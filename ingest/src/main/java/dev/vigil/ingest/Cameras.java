package dev.vigil.ingest;

import dev.vigil.ingest.CameraListener.Origin;
import dev.vigil.runtime.error.UserError;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All cameras, as the configuration file and HTTP say: of each camera the later word holds. A change of one camera leaves the others
 * alone. Reading never waits for a change; changes wait for each other. Thread-safe.
 */
final class Cameras {
    private static final Logger log = LoggerFactory.getLogger(Cameras.class);
    private static final Duration STOP = Duration.ofSeconds(4);

    private final CameraStore store;
    private final Starter starter;
    private final CameraListener listener;
    private List<CameraConfig> file;
    private CameraStore.Words words;
    private long version = Clock.systemUTC().millis();
    private volatile Map<String, RunningCamera> running = Map.of();
    private boolean closed;

    /** Makes what runs for a camera. */
    interface Starter {
        /** A record of the state of a camera. */
        CameraRecord record(CameraConfig camera);

        /** Its worker, not started yet. */
        RunningCamera.Work work(CameraConfig camera, boolean byHttp, CameraRecord record);
    }

    /**
     * These cameras of the file, and what HTTP has said; none runs until {@link #start}.
     *
     * @throws UserError if what HTTP has said can't be read
     */
    Cameras(List<CameraConfig> file, CameraStore store, Starter starter, CameraListener listener) {
        this.file = file;
        this.listener = listener;
        this.store = store;
        this.starter = starter;
        this.words = store.read();
    }

    /** What holds of one camera. */
    private record Wanted(CameraConfig config, boolean byHttp, boolean paused) {}

    /** Starts them. */
    synchronized void start() {
        settle();
        List<CameraConfig> all = running.values().stream()
                .map(camera -> camera.config().withSource(camera.config().maskedSource()))
                .sorted(Comparator.comparing(CameraConfig::id))
                .toList();
        listener.started(all.size(), CameraJson.mark(all));
    }

    /** All, those of the file first. */
    Collection<RunningCamera> all() {
        return running.values();
    }

    Optional<RunningCamera> find(String id) {
        return Optional.ofNullable(running.get(id));
    }

    /**
     * The camera with this id.
     *
     * @throws UserError with 404 if there is none
     */
    RunningCamera get(String id) {
        return find(id).orElseThrow(() ->
                new UserError(404, "There is no camera '" + id + "': GET /v1/cameras lists all of them."));
    }

    /**
     * Adds or changes a camera.
     *
     * @param expected what must hold of the camera that is there
     * @param by who does
     */
    synchronized RunningCamera put(CameraConfig camera, Expected expected, Origin by) {
        expected.check(find(camera.id()));
        return changed(camera.id(), by, next -> {
            next.words().put(camera.id(), new CameraStore.Word(camera, overOf(camera.id())));
            return next;
        });
    }

    /** Removes a camera; one of the file too, until the file says something else of it. */
    synchronized void remove(String id, Expected expected, Origin by) {
        expected.check(Optional.of(get(id)));
        change(by, next -> {
            String over = overOf(id);
            if (over == null) {
                next.words().remove(id);
            } else {
                next.words().put(id, new CameraStore.Word(null, over));
            }
            next.paused().remove(id);
            return next;
        });
    }

    /** Pauses a camera, or lets it go on; that survives whatever the file says. */
    synchronized RunningCamera pause(String id, boolean paused, Origin by) {
        if (get(id).paused() == paused) {
            return get(id);
        }
        return changed(id, by, next -> {
            var unused = paused ? next.paused().add(id) : next.paused().remove(id);
            return next;
        });
    }

    /** The file says something else now. */
    synchronized void reload(List<CameraConfig> cameras) {
        file = List.copyOf(cameras);
        tell(settle(), Origin.FILE);
    }

    private RunningCamera changed(String id, Origin by, UnaryOperator<CameraStore.Words> how) {
        change(by, how);
        return get(id);
    }

    private void change(Origin by, UnaryOperator<CameraStore.Words> how) {
        if (closed) {
            throw new UserError(503, "Ingest is being stopped: nothing was changed.");
        }
        CameraStore.Words next = how.apply(new CameraStore.Words(words.words(), words.paused()));
        store.write(next); // first, so that what can't be kept isn't done either
        words = next;
        tell(settle(), by);
    }

    private @org.jspecify.annotations.Nullable String overOf(String id) {
        return file.stream()
                .filter(camera -> camera.id().equals(id))
                .map(CameraJson::mark)
                .findFirst()
                .orElse(null);
    }

    /** What holds now. A word of HTTP that was said over something else than the file says now is forgotten. */
    private Map<String, Wanted> wanted() {
        Map<String, Wanted> wanted = new LinkedHashMap<>();
        for (CameraConfig camera : file) {
            wanted.put(camera.id(), new Wanted(camera, false, words.paused().contains(camera.id())));
        }
        for (Map.Entry<String, CameraStore.Word> entry :
                List.copyOf(words.words().entrySet())) {
            String id = entry.getKey();
            CameraConfig config = entry.getValue().config();
            if (!java.util.Objects.equals(entry.getValue().over(), overOf(id))) {
                words.words().remove(id);
                log.info("Camera {} is as the configuration file says again, which was changed since.", id);
            } else if (config == null) {
                wanted.remove(id);
            } else {
                wanted.put(id, new Wanted(config, true, words.paused().contains(id)));
            }
        }
        return wanted;
    }

    /** Makes what runs what is wanted, and gives what ran before. */
    private Map<String, RunningCamera> settle() {
        Map<String, RunningCamera> before = running;
        Map<String, Wanted> wanted = wanted();
        stopAll(running.values().stream()
                .filter(camera ->
                        !camera.config().equals(config(wanted, camera)) || camera.paused() != paused(wanted, camera))
                .toList());
        Map<String, RunningCamera> next = new LinkedHashMap<>();
        List<RunningCamera> fresh = new ArrayList<>();
        wanted.forEach((id, want) -> {
            RunningCamera old = running.get(id);
            boolean same = old != null && old.config().equals(want.config) && old.paused() == want.paused;
            RunningCamera now = same ? old : make(want);
            next.put(id, now);
            if (!same) {
                fresh.add(now);
            }
        });
        running = java.util.Collections.unmodifiableMap(next);
        for (RunningCamera camera : fresh) {
            if (camera.work() != null) {
                camera.work().start();
            }
        }
        return before;
    }

    private void tell(Map<String, RunningCamera> before, Origin by) {
        CameraChanges.between(before, running, by).forEach(listener::changed);
    }

    private static @org.jspecify.annotations.Nullable CameraConfig config(
            Map<String, Wanted> wanted, RunningCamera camera) {
        Wanted want = wanted.get(camera.config().id());
        return want == null ? null : want.config;
    }

    private static boolean paused(Map<String, Wanted> wanted, RunningCamera camera) {
        Wanted want = wanted.get(camera.config().id());
        return want != null && want.paused;
    }

    private RunningCamera make(Wanted want) {
        CameraRecord record = starter.record(want.config);
        if (want.paused) {
            record.paused();
        }
        return new RunningCamera(
                want.config,
                want.byHttp,
                ++version,
                record,
                want.paused ? null : starter.work(want.config, want.byHttp, record));
    }

    private void stopAll(Collection<RunningCamera> cameras) {
        List<RunningCamera.Work> works = new ArrayList<>();
        for (RunningCamera camera : cameras) {
            if (camera.work() != null) {
                camera.work().stop();
                works.add(camera.work());
            }
        }
        long until = System.nanoTime() + STOP.toNanos();
        try {
            for (RunningCamera.Work work : works) {
                work.join(Duration.ofNanos(until - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cameras.forEach(camera -> camera.record().close());
    }

    /** Stops all of them, within seconds. */
    synchronized void close() {
        closed = true;
        stopAll(running.values());
    }
}
