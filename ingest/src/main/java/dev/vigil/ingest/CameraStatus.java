package dev.vigil.ingest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to be known of a camera now; as {@code GET /v1/cameras} answers it.
 *
 * @param id of the camera
 * @param name for people
 * @param source without credentials
 * @param untilEnd whether it runs until its end
 * @param state where it stands
 * @param reason one sentence: why it waits or failed, or what was skipped last; null where nothing is wrong
 * @param session of its latest connection, or null where there was none
 * @param lastFrameAt when its latest frame was read, or null where there was none
 * @param framesRead how many frames the source gave
 * @param framesPublished how many of them Kafka acknowledged
 * @param framesThinned how many were left out for the rate
 * @param framesDropped how many were numbered and never published
 * @param unreadable how many pictures of a folder, or damaged frames of a live camera, were left out
 * @param reconnects how often it was connected again
 */
public record CameraStatus(
        String id,
        String name,
        String source,
        boolean untilEnd,
        CameraState state,
        @Nullable String reason,
        @Nullable String session,
        @Nullable Instant lastFrameAt,
        long framesRead,
        long framesPublished,
        long framesThinned,
        long framesDropped,
        long unreadable,
        long reconnects) {}
