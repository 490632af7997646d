package dev.vigil.recognizer.live;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The latest frame of each camera that is on. The stream shows frames, the console looks at them. Frames are replaced, never
 * queued, so that a slow looker costs nothing; memory is one frame for each camera. Thread-safe.
 */
public final class LiveView {
    private final ConcurrentMap<String, LiveFrame> latest = new ConcurrentHashMap<>();

    /** Shows {@code frame} in place of its camera's last one. */
    public void show(LiveFrame frame) {
        latest.put(frame.camera(), frame);
    }

    /** Forgets the last frame of {@code camera}: its session ended. */
    public void ended(String camera) {
        latest.remove(camera);
    }

    /** The last frame of {@code camera}, or empty where it is off or unknown. */
    public Optional<LiveFrame> latest(String camera) {
        return Optional.ofNullable(latest.get(camera));
    }

    /** The ids of the cameras that are on, in alphabetical order. */
    public List<String> cameras() {
        return latest.keySet().stream().sorted().toList();
    }
}
