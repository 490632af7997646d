package dev.vigil.standalone.quickstart;

import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.FrameAccount;
import dev.vigil.recognizer.event.Reason;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Recognition.Phase;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.recognizer.event.Sighting.Ending;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events as the stages publish them, for tests. */
public final class Events {
    private static final Instant TIME = Instant.parse("2026-11-24T06:31:02.120Z");
    private static final Recognition.ModelRef MODEL = new Recognition.ModelRef("rfb-320", "mobilefacenet-512");
    private static final Recognition.Timings TIMINGS = new Recognition.Timings(TIME, TIME, TIME, TIME, TIME, TIME);

    private Events() {}

    public static Recognition recognition(
            String camera, String session, int index, Phase phase, @Nullable String name) {
        String track = camera + "/" + session + "/0/" + index;
        return new Recognition(
                track,
                phase,
                new Recognition.CameraRef(camera, camera),
                new Recognition.TrackRef(track, TIME, TIME, 10),
                name == null ? Decision.UNKNOWN : Decision.MATCH,
                name == null ? Reason.BELOW_THRESHOLD : Reason.ABOVE_THRESHOLD,
                name == null ? null : new Recognition.PersonRef("p-" + name, name, List.of()),
                name == null ? .12f : .712f,
                .421f,
                .3f,
                .3f,
                .003,
                false,
                10,
                1,
                List.of(),
                null,
                null,
                MODEL,
                TIMINGS,
                false);
    }

    static Sighting ended(String camera, String session, int index) {
        return new Sighting(
                camera + "/" + session + "/0/" + index,
                Sighting.Phase.ENDED,
                1,
                0,
                camera,
                session,
                9,
                "media",
                TIME,
                TIME,
                10,
                Ending.CAMERA_ENDED,
                Reason.TOO_SMALL,
                List.of(new Sighting.ShotView(
                        0,
                        TIME,
                        new Recognition.FaceView(
                                List.of(1f, 2f, 3f, 4f),
                                List.of(),
                                new Recognition.QualityView(0, 0, 0, 0, 0, 0, 0),
                                null))),
                null,
                null,
                MODEL,
                null,
                TIMINGS,
                false);
    }

    static FrameAccount account(
            String camera, String session, long processed, Map<String, Long> skipped, boolean last) {
        return new FrameAccount(
                camera, session, "recognizer", 0, processed - 1, processed, skipped, 0, 0, 0, 0, TIME, TIME, last);
    }
}
