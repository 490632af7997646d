package dev.vigil.standalone.explain;

import dev.vigil.recognizer.event.Decision;
import dev.vigil.recognizer.event.Reason;
import dev.vigil.recognizer.event.Recognition;
import dev.vigil.recognizer.event.Sighting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The story of a decision; no embeddings, and names only as the event has them.
 *
 * @param id of the recognition
 * @param alert that led here; null where the recognition itself was asked for
 * @param event what was decided, without its picture
 * @param shots those that were searched together, best first; where the sighting is gone, none
 * @param card what is known here of the model that compared; null where this machine has no card of it
 * @param gallery the position of the gallery's log by partition when the gallery answered; empty where it was not asked
 * @param stages when the deciding frame passed each, in order
 * @param episode all events of the episode
 * @param audit what was changed of the person before, newest first; at most ten
 * @param missing what can't be told, and why, in sentences
 */
public record Explanation(
        String id,
        @Nullable Raised alert,
        Recognition event,
        List<Sighting.ShotView> shots,
        @Nullable Card card,
        Map<Integer, Long> gallery,
        List<Stage> stages,
        List<Step> episode,
        List<Deed> audit,
        List<String> missing) {
    /** Copies the lists. */
    public Explanation {
        shots = List.copyOf(shots);
        stages = List.copyOf(stages);
        episode = List.copyOf(episode);
        audit = List.copyOf(audit);
        missing = List.copyOf(missing);
    }

    /**
     * An alert, and who has seen to it.
     *
     * @param actuate whether a door might open on it when it was raised
     * @param actuateUntil until when it might
     * @param acknowledgedBy the key of who has seen to it first; null where nobody has
     */
    public record Raised(
            String id,
            String watchlist,
            String severity,
            Instant appearedAt,
            Instant raisedAt,
            Instant expiresAt,
            boolean actuate,
            @Nullable Instant actuateUntil,
            @Nullable String acknowledgedBy,
            @Nullable Instant acknowledgedAt) {}

    /**
     * What this machine's card of the embedder says now.
     *
     * @param rates what was measured: {@code still}, {@code track}, or {@code assumed} where nothing was
     * @param calibrated whether it was measured for this store
     * @param falseMatchRateAtThreshold share of comparisons of different people that reach the threshold
     * @param falseMatchRateAtScore share of those that reach the score
     */
    public record Card(
            String id,
            String licence,
            String origin,
            @Nullable String note,
            String rates,
            boolean calibrated,
            @Nullable Double falseMatchRateAtThreshold,
            @Nullable Double falseMatchRateAtScore) {}

    /**
     * A stage of the way.
     *
     * @param tookMs milliseconds since the stage before; null for the first one known
     */
    public record Stage(String name, Instant at, @Nullable Long tookMs) {}

    /** One event of the episode. */
    public record Step(
            String id,
            Decision decision,
            Reason reason,
            @Nullable String person,
            @Nullable Float score,
            @Nullable Instant emittedAt) {}

    /** What somebody did to the person, by the audit. */
    public record Deed(Instant time, String action, String subject, String actor) {}
}
