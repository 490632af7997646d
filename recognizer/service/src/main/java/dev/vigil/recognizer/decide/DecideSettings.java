package dev.vigil.recognizer.decide;

import dev.vigil.gallery.client.Identified;
import dev.vigil.recognizer.event.Sighting;
import dev.vigil.vision.match.FalseMatchCurves;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the stream goes by.
 *
 * @param rule that decides
 * @param cameraNames what people call the cameras, by id; those not named here are called by their id
 * @param askEvery how often pending sightings are put to the gallery
 * @param candidates how many people are asked for, at least 2
 * @param alerts how alerts are raised
 * @param curves false match rates of the embedders that are known here at the moment, by id: a sighting is decided by those of its own; empty
 *     where all are decided by {@code rule}
 * @param minLiveness a track whose shots' mean liveness is less is nobody's, in [0, 1]; 0 for none
 */
public record DecideSettings(
        DecisionRule rule,
        Map<String, String> cameraNames,
        Duration askEvery,
        int candidates,
        AlertSettings alerts,
        Supplier<Map<String, FalseMatchCurves>> curves,
        float minLiveness) {
    /** Copies the map. */
    public DecideSettings {
        cameraNames = Map.copyOf(cameraNames);
    }

    /** For one embedder alone. */
    public DecideSettings(
            DecisionRule rule,
            Map<String, String> cameraNames,
            Duration askEvery,
            int candidates,
            AlertSettings alerts) {
        this(rule, cameraNames, askEvery, candidates, alerts, Map::of, 0);
    }

    /**
     * The rule for sightings of an embedder. Scores of two models are not alike: of one that is not known here, as of a recognizer
     * that is newer, the thresholds are assumed, and said to be extrapolated.
     *
     * @param shots of how many pictures the sighting's embedding is made, at least 1: one is a photograph like any other
     */
    DecisionRule ruleFor(String embedder, int shots) {
        Map<String, FalseMatchCurves> all = curves.get();
        if (all.isEmpty()) {
            return rule;
        }
        FalseMatchCurves known = all.getOrDefault(embedder, FalseMatchCurves.ASSUMED);
        return new DecisionRule(known.of(shots), rule.falsePositiveRate(), rule.minMargin(), rule.threshold());
    }

    /** What a sighting is by the gallery's answer, in which it is at {@code index}. */
    Verdict verdict(Sighting sighting, Identified answer, int index) {
        DecisionRule its = ruleFor(sighting.model().embedder(), sighting.shots().size());
        Verdict found = its.decide(answer.results().get(index).candidates(), answer.templates());
        Float live = sighting.liveness();
        return live != null && live < minLiveness ? found.notLive() : found;
    }

    /**
     * How alerts are raised, beside what their watchlists say.
     *
     * @param expiry how long they are of interest
     * @param cooldown of a watchlist that names none, in frame time; not negative
     * @param actuationLimit how old a frame may be for a door to open on it, where the watchlist names none
     * @param groups the group of cameras by camera, for those that are in one
     */
    public record AlertSettings(
            Duration expiry, Duration cooldown, Duration actuationLimit, Map<String, String> groups) {
        /** Copies the map. */
        public AlertSettings {
            groups = Map.copyOf(groups);
        }

        /** Which cameras share a cool-down with this one; never equal for a group and a camera outside it. */
        String groupOf(String camera) {
            String group = groups.get(camera);
            return group == null ? "camera:" + camera : "group:" + group;
        }
    }
}
