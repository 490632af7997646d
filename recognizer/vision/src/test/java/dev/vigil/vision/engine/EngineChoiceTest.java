package dev.vigil.vision.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.error.UserError;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EngineChoiceTest {
    @Test
    void isTheFasterOneUnlessSaidOtherwise() {
        assertThat(EngineChoice.of(Map.of())).isEqualTo(EngineChoice.AUTO);
        assertThat(EngineChoice.of(Map.of("VIGIL_ENGINE", "auto"))).isEqualTo(EngineChoice.AUTO);
        assertThat(EngineChoice.of(Map.of("VIGIL_ENGINE", " Vector "))).isEqualTo(EngineChoice.VECTOR);
        assertThat(EngineChoice.of(Map.of("VIGIL_ENGINE", "plain"))).isEqualTo(EngineChoice.PLAIN);
    }

    @Test
    void saysWhichThereAreWhereItIsAnother() {
        assertThatThrownBy(() -> EngineChoice.of(Map.of("VIGIL_ENGINE", "cuda")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("auto, vector or plain");
    }
}
