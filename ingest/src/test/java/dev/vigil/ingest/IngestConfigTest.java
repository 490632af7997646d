package dev.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.config.ConfigReader;
import dev.vigil.runtime.error.UserError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestConfigTest {
    /** The file's root. */
    record File(IngestConfig ingest) {}

    private static IngestConfig parse(String yaml) {
        return ConfigReader.parse(yaml, "vigil.yaml", Map.of(), File.class).ingest();
    }

    @Test
    void theDefaultsOfTheFileAreThoseOfTheCode() {
        IngestConfig read = parse("""
                ingest:
                  cameras:
                    - {id: door, source: a.mp4}
                """);

        assertThat(read).isEqualTo(IngestConfig.of(List.of(CameraConfig.live("door", "a.mp4"))));
    }

    @Test
    void everySettingOfACameraCanBeGiven() {
        CameraConfig camera = parse("""
                        ingest:
                          cameras:
                            - id: door
                              name: The door
                              source: photos
                              rate: 2.5
                              width: 640
                              quality: 70
                              loop: true
                        """).cameras().get(0);

        assertThat(camera).isEqualTo(new CameraConfig("door", "The door", "photos", 2.5, 640, 70, false, true));
        assertThat(camera.displayName()).isEqualTo("The door");
    }

    @Test
    void whatIsWrongIsSaidWithItsLineAndWithoutSecrets() {
        assertThatThrownBy(() -> parse("""
                        ingest:
                          cameras:
                            - id: door
                              source: ftp://admin:geheim@10.0.0.7/x
                        """))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("vigil.yaml:3")
                .hasMessageContaining("door")
                .hasMessageNotContaining("geheim");
    }
}
