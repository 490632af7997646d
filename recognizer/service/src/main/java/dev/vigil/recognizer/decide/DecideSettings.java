package dev.vigil.recognizer.decide;

import java.time.Duration;
import java.util.Map;

/**
 * What the stream goes by.
 *
 * @param rule that decides
 * @param cameraNames what people call the cameras, by id; those not named here are called by their id
 * @param askEvery how often pending sightings are put to the gallery
 * @param candidates how many people are asked for, at least 2
 * @param alerts how alerts are raised
 */
public record DecideSettings(
        DecisionRule rule, Map<String, String> cameraNames, Duration askEvery, int candidates, AlertSettings alerts) {
    /** Copies the names. */
    public DecideSettings {
        cameraNames = Map.copyOf(cameraNames);
    }

    /**
     * How alerts are raised.
     *
     * @param severity of all of them
     * @param expiry how long they are of interest
     * @param actuationLimit how old a frame may be for a door to open on it
     */
    public record AlertSettings(String severity, Duration expiry, Duration actuationLimit) {}
}
