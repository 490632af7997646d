package dev.vigil.recognizer.see;

import dev.vigil.recognizer.event.Recognition;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the stream goes by.
 *
 * @param standard how cameras are seen of which nothing else is said
 * @param cameras how others are, by id
 * @param maxFrameAge live frames that were published longer ago are skipped
 * @param silence of a camera after which its tracks end by wall clock, where nothing of it waits to be read
 * @param accountEvery how often frames are accounted for, beside at markers
 * @param model which networks look at this moment: asked for every frame
 */
public record SeeSettings(
        CameraSight standard,
        Map<String, CameraSight> cameras,
        Duration maxFrameAge,
        Duration silence,
        Duration accountEvery,
        Supplier<Recognition.ModelRef> model) {
    /** Copies the map. */
    public SeeSettings {
        cameras = Map.copyOf(cameras);
    }

    /** How this camera is seen. */
    CameraSight of(String camera) {
        return cameras.getOrDefault(camera, standard);
    }
}
