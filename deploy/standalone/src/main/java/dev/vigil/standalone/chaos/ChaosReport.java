package dev.vigil.standalone.chaos;

import java.util.List;
import java.util.Map;

/**
 * What a chaos run came to.
 *
 * @param seed of its faults
 * @param seconds in which they came
 * @param faults in their order
 * @param sessions of the cameras
 * @param frames on Kafka
 * @param processed looked at
 * @param skipped not looked at, by reason
 * @param deadLettered given up
 * @param droppedBeforeKafka that never came to Kafka, as far as the recognizers saw it
 * @param repeated that came again or too late
 * @param poisoned records that nobody of ours wrote
 * @param tracks that were sighted
 * @param recognitions events
 * @param alerts raised
 * @param alertsExpected that the recognitions give
 * @param auditEntries of the gallery
 * @param drainedSeconds from the cameras' end until everything was through
 * @param violations what must never be; empty where all holds
 */
public record ChaosReport(
        long seed,
        long seconds,
        List<FaultLog.Told> faults,
        int sessions,
        long frames,
        long processed,
        Map<String, Long> skipped,
        long deadLettered,
        long droppedBeforeKafka,
        long repeated,
        int poisoned,
        int tracks,
        int recognitions,
        int alerts,
        int alertsExpected,
        long auditEntries,
        double drainedSeconds,
        List<Violation> violations) {
    /** Copies the lists. */
    public ChaosReport {
        faults = List.copyOf(faults);
        violations = List.copyOf(violations);
    }

    /** The same with other violations. */
    ChaosReport with(List<Violation> others) {
        return new ChaosReport(
                seed,
                seconds,
                faults,
                sessions,
                frames,
                processed,
                skipped,
                deadLettered,
                droppedBeforeKafka,
                repeated,
                poisoned,
                tracks,
                recognitions,
                alerts,
                alertsExpected,
                auditEntries,
                drainedSeconds,
                others);
    }
}
