package dev.vigil.standalone.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.error.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CameraArgumentTest {
    @Test
    void isANameAndASourceThatMayHoldEqualsSigns() {
        assertThat(CameraArgument.parse("front-door=rtsp://cam/stream?channel=1"))
                .isEqualTo(new CameraArgument("front-door", "rtsp://cam/stream?channel=1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip.mp4", "=clip.mp4", "door="})
    void anythingElseSaysWhatToWrite(String text) {
        assertThatThrownBy(() -> CameraArgument.parse(text))
                .isInstanceOf(UserError.class)
                .hasMessage("'" + text + "' is no camera: write --camera NAME=SOURCE, as --camera door=clip.mp4.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b=x", "a/b=x", "-a=x", "ä=x"})
    void aNameThatIsNoIdSaysWhatToWrite(String text) {
        assertThatThrownBy(() -> CameraArgument.parse(text))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is no name for a camera");
    }

    @Test
    void twoOfOneNameAreRefused() {
        assertThatThrownBy(() -> CameraArgument.parseAll(List.of("door=a", "door=b")))
                .isInstanceOf(UserError.class)
                .hasMessage("Two cameras are named 'door': give each a name of its own.");
    }
}
