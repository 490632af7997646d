package dev.vigil.recognizer.see;

import dev.vigil.ingest.event.CameraEvents;
import dev.vigil.ingest.event.FrameClock;
import dev.vigil.ingest.event.FrameHeaders;
import dev.vigil.recognizer.live.LiveView;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.recognizer.track.MotionGate;
import dev.vigil.recognizer.track.TrackState;
import dev.vigil.recognizer.track.Tracks;
import dev.vigil.runtime.event.EventHeaders;
import dev.vigil.vision.face.Box;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Follows the faces of one clip as {@code vigil-see} does, by the very code that it does it with, but without Kafka: what is
 * measured here is what runs there. For one thread; the eye stays the caller's.
 */
public final class ClipWatch {
    private static final Instant START = Instant.EPOCH;
    private static final String CAMERA = "clip";
    private static final String SESSION = "0";

    private final FrameWatch watch;
    private final String embedder;
    private final MapShelf shelf = new MapShelf();
    private Tracks tracks = Tracks.NONE;
    private MotionGate.@Nullable Memory calm;
    private Map<String, Box> boxes = Map.of();
    private long sequence;
    private int passedOver;

    /**
     * A clip not yet begun.
     *
     * @param settings what the stream goes by
     * @param eye who looks
     * @param metrics who counts
     */
    public ClipWatch(SeeSettings settings, FaceEye eye, RecognizerMetrics metrics) {
        Eyes eyes = new Eyes() {
            @Override
            public <T> T lend(Function<FaceEye, T> work) {
                return work.apply(eye);
            }
        };
        Clock clock = Clock.fixed(START, ZoneOffset.UTC);
        embedder = settings.model().get().embedder();
        watch = new FrameWatch(settings, eyes, new LiveView(), metrics, clock);
    }

    /**
     * Looks at the next frame.
     *
     * @param at its media time, never less than the last one's
     * @param jpeg as ingest would publish it
     * @return where each track was seen in it, by the track's id; of a frame that the motion gate passes over, as in the last one
     */
    public Map<String, Box> next(Duration at, byte[] jpeg) {
        long number = sequence++;
        FrameHeaders headers = headers(number, at);
        FrameWatch.Calm quiet = watch.calm(CAMERA, headers, jpeg, calm);
        if (quiet.quiet()) {
            passedOver++;
            return boxes;
        }
        calm = quiet.memory();
        FrameWatch.Seen seen = watch.look(CAMERA, headers, jpeg, embedder, tracks, shelf)
                .orElseThrow(); // a clip's frames do not grow old
        seen.step().ended().forEach(ended -> shelf.removeAll(ended.track()));
        tracks = seen.step().after();
        Map<String, Box> now = new LinkedHashMap<>();
        for (TrackState track : tracks.open()) {
            if (track.sight().sequence() == number) {
                now.put(track.id(), track.sight().box());
            }
        }
        boxes = Collections.unmodifiableMap(now);
        return boxes;
    }

    /** How many frames the motion gate has passed over so far. */
    public int passedOver() {
        return passedOver;
    }

    private static FrameHeaders headers(long number, Duration at) {
        EventHeaders event = new EventHeaders(
                CAMERA + "/" + SESSION + "/" + number,
                CameraEvents.FRAME,
                "/cameras/" + CAMERA,
                START.plus(at),
                null,
                "image/jpeg",
                null,
                Map.of());
        return new FrameHeaders(event, SESSION, number, 0, 0, START.plus(at), FrameClock.MEDIA);
    }
}
