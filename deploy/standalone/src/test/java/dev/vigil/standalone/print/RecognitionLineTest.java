package dev.vigil.standalone.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vigil.recognizer.event.Recognition.Phase;
import dev.vigil.standalone.quickstart.Events;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RecognitionLineTest {
    private final RecognitionLine lines = new RecognitionLine(ZoneOffset.UTC);

    @Test
    void saysTimeCameraDecisionNameScoreAndWhy() {
        assertThat(lines.of(Events.recognition("door", "s1", 0, Phase.OPENED, "Ada")))
                .isEqualTo(
                        "06:31:02.120  door       match     Ada                0.712 >= 0.421   above-threshold (opened)");
    }

    @Test
    void saysSoWhereThereIsNoName() {
        assertThat(lines.of(Events.recognition("door", "s1", 0, Phase.CLOSED, null)))
                .isEqualTo(
                        "06:31:02.120  door       unknown   -                  0.120 < 0.421    below-threshold (closed)");
    }
}
