package dev.vigil.standalone.pipeline;

import dev.vigil.runtime.error.UserError;
import java.util.List;
import java.util.Map;

/**
 * What the bench is to measure.
 *
 * @param seconds of each measurement, 1 to 120
 * @param warmUp seconds for which loop and pipeline run before anything is measured, 1 to 300: until their code is compiled, and the
 *     engine of the networks is chosen
 * @param rounds of naked loop and pipeline in turn
 * @param cameras whose frames lie ready for the comparison with the naked loop
 * @param rates of live cameras, in frames a second: each 1, 2, 5 or 10; none leaves out the live rows
 * @param most cameras of a live row, at most
 * @param processes whether one and two recognizers with one worker each are compared
 * @param variants settings of the recognizer by name, each compared with the defaults
 * @param soakMinutes how long memory is watched at full load; 0 leaves it out
 */
public record PipelinePlan(
        int seconds,
        int warmUp,
        int rounds,
        int cameras,
        List<Integer> rates,
        int most,
        boolean processes,
        List<Map<String, String>> variants,
        int soakMinutes) {
    /**
     * Checks the ranges.
     *
     * @throws UserError naming the option
     */
    public PipelinePlan {
        require(seconds >= 1 && seconds <= 120, "--seconds lies in 1 to 120.");
        require(warmUp >= 1 && warmUp <= 300, "--warm-up lies in 1 to 300.");
        require(rounds >= 1 && rounds <= 20, "--rounds lies in 1 to 20.");
        require(cameras >= 1 && cameras <= 1000, "--cameras lies in 1 to 1000.");
        require(most >= 1 && most <= 1000, "--most lies in 1 to 1000.");
        require(soakMinutes >= 0 && soakMinutes <= 600, "--soak lies in 0 to 600 minutes.");
        for (int rate : rates) {
            require(
                    rate > 0 && Scenes.RATE % rate == 0,
                    "--rate is " + rate + ", and must be 1, 2, 5 or 10: the scenes are made for those.");
        }
        rates = List.copyOf(rates);
        variants = variants.stream().map(Map::copyOf).toList();
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new UserError(sentence);
        }
    }
}
