package dev.vigil.recognizer.console;

import dev.vigil.recognizer.live.LiveFace;
import dev.vigil.recognizer.live.LiveFrame;
import dev.vigil.recognizer.live.LiveView;
import dev.vigil.runtime.error.UserError;
import dev.vigil.runtime.http.DescribedRoutes;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Routes;
import dev.vigil.runtime.json.Base64Bytes;
import dev.vigil.runtime.openapi.Operation;
import dev.vigil.vision.face.Box;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /v1/live}: what the cameras show now. */
final class LiveRoutes implements Routes {
    private final LiveView live;

    LiveRoutes(LiveView live) {
        this.live = live;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        new DescribedRoutes(routes)
                .get(
                        "/v1/live",
                        Role.VIEWER,
                        Operation.of("Lists the cameras that are on, each with its newest frame, without the picture.")
                                .answersList(200, FrameView.class, "The frames."),
                        this::list)
                .get(
                        "/v1/live/{camera}.jpg",
                        Role.VIEWER,
                        newest("Shows a camera's newest frame.").answers(200, "image/jpeg", "The picture."),
                        this::picture)
                .get(
                        "/v1/live/{camera}/frame",
                        Role.VIEWER,
                        newest("Shows a camera's newest frame with the faces that are followed in it.")
                                .answers(200, FrameView.class, "The frame."),
                        this::frame);
    }

    private static Operation newest(String summary) {
        return Operation.of(summary)
                .header("If-None-Match", "The ETag of the frame that is there already.")
                .answers(304, "There is no newer one.");
    }

    /** A followed face: its box is x, y, width, height in pixels of the frame. */
    private record FaceView(String track, List<Float> box) {
        static FaceView of(LiveFace face) {
            Box box = face.box();
            return new FaceView(face.track(), List.of(box.x(), box.y(), box.width(), box.height()));
        }
    }

    /** A frame; {@code jpeg} is its picture in base64, or null in the list. */
    private record FrameView(
            String camera,
            String session,
            long sequence,
            Instant capturedAt,
            int width,
            int height,
            List<FaceView> faces,
            @Nullable Base64Bytes jpeg) {
        static FrameView of(LiveFrame frame, boolean picture) {
            return new FrameView(
                    frame.camera(),
                    frame.session(),
                    frame.sequence(),
                    frame.capturedAt(),
                    frame.width(),
                    frame.height(),
                    frame.faces().stream().map(FaceView::of).toList(),
                    picture ? frame.jpeg() : null);
        }
    }

    private void list(Context ctx) {
        List<FrameView> frames = live.cameras().stream()
                .map(live::latest)
                .flatMap(Optional::stream)
                .map(frame -> FrameView.of(frame, false))
                .toList();
        ctx.header("Cache-Control", "no-store").json(frames);
    }

    private void picture(Context ctx) {
        LiveFrame frame = latest(ctx);
        if (fresh(ctx, frame)) {
            ctx.contentType("image/jpeg").result(frame.jpeg().toArray());
        }
    }

    private void frame(Context ctx) {
        LiveFrame frame = latest(ctx);
        if (fresh(ctx, frame)) {
            ctx.json(FrameView.of(frame, true));
        }
    }

    /** Whether the client has not got this frame yet; else it is told so. */
    private static boolean fresh(Context ctx, LiveFrame frame) {
        String tag = "\"" + frame.session() + "-" + frame.sequence() + "\"";
        ctx.header("Cache-Control", "no-store").header("ETag", tag);
        if (tag.equals(ctx.header("If-None-Match"))) {
            ctx.status(304);
            return false;
        }
        return true;
    }

    private LiveFrame latest(Context ctx) {
        String camera = ctx.pathParam("camera");
        return live.latest(camera)
                .orElseThrow(() -> new UserError(
                        404, "The camera '" + camera + "' is off or unknown: /v1/live lists those that are on."));
    }
}
