package dev.vigil.recognizer.see;

import dev.vigil.recognizer.decide.DecideSettings;
import dev.vigil.recognizer.decide.DecisionRule;
import dev.vigil.recognizer.live.LiveView;
import dev.vigil.recognizer.stream.RecognizerMetrics;
import dev.vigil.vision.match.FalseMatchCurve;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.kafka.streams.Topology;

/** Topologies that run nothing. */
public final class TopologyFixtures {
    private TopologyFixtures() {}

    public static Topology see(RecognizerMetrics metrics) {
        Eyes none = new Eyes() {
            @Override
            public <T> T lend(Function<FaceEye, T> work) {
                throw new UnsupportedOperationException();
            }
        };
        return SeeTopology.build(
                SeeRig.SETTINGS, none, new LiveView(), p -> OptionalLong.empty(), metrics, Clock.systemUTC());
    }

    public static DecideSettings decideSettings() {
        FalseMatchCurve curve = new FalseMatchCurve(
                List.of(new FalseMatchCurve.Point(.34, 1e-3), new FalseMatchCurve.Point(.48, 1e-5)), "still", false);
        return new DecideSettings(
                new DecisionRule(curve, .003, .05f),
                Map.of(),
                Duration.ofMillis(25),
                5,
                new DecideSettings.AlertSettings(
                        Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofSeconds(5), Map.of()));
    }
}
