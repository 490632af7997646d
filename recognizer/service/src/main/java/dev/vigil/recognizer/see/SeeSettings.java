package dev.vigil.recognizer.see;

import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.track.TrackerSettings;
import java.time.Duration;

/**
 * What the stream goes by.
 *
 * @param tracker how faces are followed
 * @param maxFrameAge live frames that were published longer ago are skipped
 * @param silence of a camera after which its tracks end by wall clock, where nothing of it waits to be read
 * @param accountEvery how often frames are accounted for, beside at markers
 * @param model which networks look
 */
public record SeeSettings(
        TrackerSettings tracker,
        Duration maxFrameAge,
        Duration silence,
        Duration accountEvery,
        Recognition.ModelRef model) {}
