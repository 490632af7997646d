package dev.vigil.recognizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.recognizer.see.CameraSight;
import dev.vigil.recognizer.see.LookSettings;
import dev.vigil.recognizer.track.MotionGate;
import dev.vigil.recognizer.track.TrackerSettings;
import dev.vigil.runtime.config.ConfigReader;
import dev.vigil.runtime.error.UserError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CameraSightsTest {
    private static RecognizerConfig config(String yaml) {
        return ConfigReader.parse(yaml, "test.yaml", Map.of(), RecognizerConfig.class);
    }

    @Test
    void seesByTheDefaultsWhereNothingIsSaid() {
        RecognizerConfig config = config("{}");

        assertThat(CameraSights.standard(config))
                .isEqualTo(new CameraSight(TrackerSettings.DEFAULT, new LookSettings(320, 240, 0, .5f), null));
        assertThat(CameraSights.byCamera(config)).isEmpty();
    }

    @Test
    void takesForACameraWhatIsSaidForItAndElseWhatIsSaidForAll() {
        Map<String, CameraSight> sights = CameraSights.byCamera(config("""
                minQuality: 0.4
                motionThreshold: 9
                cameras:
                  yard: {minFace: 16, motionGate: true, minEyePixels: 8}
                  desk: {detectorWidth: 640, detectorHeight: 480, minQuality: 0.1, detectorMinScore: 0.2}
                """));

        assertThat(sights).containsOnlyKeys("yard", "desk");
        CameraSight yard = sights.get("yard");
        assertThat(yard.look().minFace()).isEqualTo(16);
        assertThat(yard.tracker().minQuality()).isEqualTo(.4f);
        assertThat(yard.tracker().minPixels()).isEqualTo(8);
        assertThat(yard.gate())
                .isEqualTo(new MotionGate(9, MotionGate.DEFAULT.settle(), MotionGate.DEFAULT.keepAlive()));
        CameraSight desk = sights.get("desk");
        assertThat(desk.look()).as("no weaker than sure").isEqualTo(new LookSettings(640, 480, 0, .2f));
        assertThat(desk.tracker().minQuality()).isEqualTo(.1f);
        assertThat(desk.gate()).isNull();
    }

    @Test
    void namesTheLineWhoseSettingsCantWork() {
        for (String wrong : List.of(
                "minFace: -1", "minQuality: 2", "detectorMinScore: 1", "minEyePixels: -3", "detectorWidth: 9")) {
            assertThatThrownBy(() -> config("cameras: {yard: {" + wrong + "}}"))
                    .as(wrong)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("test.yaml:1");
        }
        assertThatThrownBy(() -> config("cameras: {yard: {minface: 3}}"))
                .hasMessageContaining("did you mean 'minFace'?");
        assertThatThrownBy(() -> config("motionKeepAlive: 2s"))
                .hasMessageContaining("motionKeepAlive is less than trackGap");
    }
}
