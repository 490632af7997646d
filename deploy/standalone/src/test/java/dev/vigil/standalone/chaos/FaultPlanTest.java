package dev.vigil.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final Duration LENGTH = Duration.ofMinutes(10);
    private static final Map<String, Integer> COUNTS = Map.of("broker", 3, "recognizer", 2);

    @Test
    void theSameSeedGivesTheSameFaultsAndAnotherOthers() {
        assertThat(plan(7)).isEqualTo(plan(7)).isNotEqualTo(plan(8));
    }

    @Test
    void neverAreTwoOfATargetInTroubleAtOnceAndAllIsOverBeforeTheEnd() {
        Set<FaultKind> seen = new HashSet<>();
        for (long seed = 0; seed < 200; seed++) {
            List<FaultPlan.Fault> faults = plan(seed);
            assertThat(faults).hasSizeGreaterThan(15);
            for (FaultPlan.Fault one : faults) {
                seen.add(one.kind());
                assertThat(one.over()).isLessThan(LENGTH);
                assertThat(one.index()).isLessThan(COUNTS.getOrDefault(one.target(), 1));
                assertThat(faults)
                        .filteredOn(other ->
                                other.number() > one.number() && other.target().equals(one.target()))
                        .allMatch(other -> other.at().compareTo(one.over().plusSeconds(25)) >= 0);
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(FaultKind.values());
    }

    @Test
    void onlyWhatWasAskedForComes() {
        assertThat(FaultPlan.draw(1, LENGTH, Set.of(FaultKind.BROKER_KILL), COUNTS)
                        .faults())
                .isNotEmpty()
                .allMatch(fault -> fault.kind() == FaultKind.BROKER_KILL);
        assertThat(FaultPlan.draw(1, LENGTH, Set.of(), COUNTS).faults()).isEmpty();
    }

    private static List<FaultPlan.Fault> plan(long seed) {
        return FaultPlan.draw(seed, LENGTH, EnumSet.allOf(FaultKind.class), COUNTS)
                .faults();
    }
}
