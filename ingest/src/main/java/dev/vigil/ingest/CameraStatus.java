package dev.vigil.ingest;

import dev.vigil.ingest.source.SourceDescription;
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
 * @param framesStill how many were left out since nothing moved on them
 * @param framesDropped how many were numbered and never published
 * @param unreadable how many pictures of a folder, or damaged frames of a live camera, were left out
 * @param reconnects how often it was connected again
 * @param stream what the camera sends, or null where nothing was published yet
 * @param clockDriftSeconds how far the camera's clock is ahead of ours, less the delay of the network; null where it tells no time
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
        long framesStill,
        long framesDropped,
        long unreadable,
        long reconnects,
        @Nullable SourceDescription stream,
        @Nullable Double clockDriftSeconds) {}
