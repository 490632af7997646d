package dev.vigil.standalone.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which faults come when: the same for the same seed. Faults of different targets may overlap, those of one target don't, and it has
 * half a minute between two: more than one dead broker of three is more than was promised to be borne.
 *
 * @param faults in the order of their times
 */
record FaultPlan(List<Fault> faults) {
    private static final Duration FIRST = Duration.ofSeconds(3);
    private static final Duration CALM = Duration.ofSeconds(5);
    private static final Duration REST = Duration.ofSeconds(25);
    private static final int LEAST_PAUSE = 2_000;
    private static final int MOST_PAUSE = 14_000;

    FaultPlan {
        faults = List.copyOf(faults);
    }

    /**
     * One fault.
     *
     * @param number from 1
     * @param kind what is done
     * @param index which of several, from 0
     * @param at when, from the beginning
     * @param lasts until it is undone
     */
    record Fault(int number, FaultKind kind, int index, Duration at, Duration lasts) {
        Duration over() {
            return at.plus(lasts);
        }

        String target() {
            return kind.target();
        }
    }

    /**
     * Draws a plan.
     *
     * @param length of the run: every fault is over a few seconds before its end
     * @param kinds those that may come; at least one
     * @param counts how many there are of a target; 1 where it isn't named
     */
    static FaultPlan draw(long seed, Duration length, Set<FaultKind> kinds, Map<String, Integer> counts) {
        Random random = new Random(seed);
        List<FaultKind> order = kinds.stream().sorted().toList();
        Map<String, Duration> freeAt = new HashMap<>();
        List<Fault> faults = new ArrayList<>();
        Duration at = FIRST;
        @Nullable FaultKind last = null;
        while (at.compareTo(length) < 0) {
            List<FaultKind> left = leftFor(order, freeAt, at, last);
            if (!left.isEmpty()) {
                FaultKind kind = left.get(random.nextInt(left.size()));
                int index = random.nextInt(counts.getOrDefault(kind.target(), 1));
                int span = (kind.mostSeconds() - kind.leastSeconds()) * 1_000;
                Duration lasts = Duration.ofSeconds(kind.leastSeconds()).plusMillis(random.nextInt(span + 1));
                Fault fault = new Fault(faults.size() + 1, kind, index, at, lasts);
                if (fault.over().plus(CALM).compareTo(length) <= 0) {
                    faults.add(fault);
                    freeAt.put(kind.target(), fault.over().plus(REST));
                    last = kind;
                }
            }
            at = at.plusMillis(LEAST_PAUSE + random.nextInt(MOST_PAUSE - LEAST_PAUSE));
        }
        return new FaultPlan(faults);
    }

    private static List<FaultKind> leftFor(
            List<FaultKind> kinds, Map<String, Duration> freeAt, Duration at, @Nullable FaultKind last) {
        return kinds.stream()
                .filter(kind -> kinds.size() == 1 || kind != last)
                .filter(kind ->
                        freeAt.getOrDefault(kind.target(), Duration.ZERO).compareTo(at) <= 0)
                .toList();
    }
}
