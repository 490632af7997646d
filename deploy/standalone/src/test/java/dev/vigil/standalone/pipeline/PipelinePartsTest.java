package dev.vigil.standalone.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vigil.runtime.error.UserError;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class PipelinePartsTest {
    @Test
    void camerasSpreadEvenlyOverThePartitions() {
        List<String> cameras = FrameFeed.cameras(16, 8);

        assertThat(cameras).doesNotHaveDuplicates();
        assertThat(cameras.stream()
                        .collect(Collectors.groupingBy(
                                id -> Utils.toPositive(
                                                Utils.murmur2(id.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                                        % 8,
                                Collectors.counting())))
                .hasSize(8)
                .allSatisfy((partition, count) -> assertThat(count).isEqualTo(2));
    }

    @Test
    void theSlopeOfMemoryLeavesOutTheWarmUp() {
        MemoryWatch memory = new MemoryWatch();
        memory.add(0, 100);
        memory.add(1, 500);
        memory.add(2, 502);
        memory.add(3, 504);

        PipelineReport.Soak soak = memory.after(1, 8);

        assertThat(soak.slopeMbPerMinute()).isCloseTo(2, within(1e-9));
        assertThat(soak.firstMb()).isEqualTo(500);
        assertThat(soak.minutes()).isEqualTo(2);
    }

    @Test
    void aRateThatTheScenesAreNotMadeForIsRefused() {
        assertThatThrownBy(() -> new PipelinePlan(1, 1, 1, 1, List.of(3), 1, false, List.of(), 0))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--rate is 3");
    }

    @Test
    void theMedianOfTwoIsBetweenThem() {
        assertThat(LiveRows.median(List.of(3.0, 1.0))).isEqualTo(2);
        assertThat(LiveRows.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
    }
}
