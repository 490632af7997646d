package dev.vigil.standalone.quickstart;

import dev.vigil.runtime.error.UserError;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a quickstart was asked for.
 *
 * @param people the folder of people, or null
 * @param cameras perhaps none
 * @param untilEnd whether every frame of each camera is processed, as fast as it goes, and then all stops
 * @param events the file for one JSON recognition per line, or null
 * @param port of HTTP; 0 takes a free one
 * @param kafkaPort 0 takes a free one
 * @param data the data folder
 * @param embedder which network compares faces; null for the one that is active in the gallery, whichever that is at the time
 * @param detector which network finds faces
 */
public record QuickstartOptions(
        @Nullable Path people,
        List<CameraArgument> cameras,
        boolean untilEnd,
        @Nullable Path events,
        int port,
        int kafkaPort,
        Path data,
        @Nullable String embedder,
        String detector) {
    /**
     * Copies the list and checks what belongs together.
     *
     * @throws UserError in one sentence
     */
    public QuickstartOptions {
        cameras = List.copyOf(cameras);
        if (untilEnd && people != null && cameras.isEmpty()) {
            throw new UserError(
                    "--until-end needs a camera that has an end: add --camera NAME=FILE, or leave out --people for the samples.");
        }
    }

    /** Whether neither people nor cameras were named: the samples are shown then. */
    public boolean samples() {
        return people == null && cameras.isEmpty();
    }
}
