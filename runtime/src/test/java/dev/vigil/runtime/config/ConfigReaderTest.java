package dev.vigil.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.error.UserError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigReaderTest {
    enum Mode {
        FAST_ONE,
        SLOW
    }

    record Camera(String id, String source, @Default("5") double rate) {}

    record Gallery(
            @Default("8081") int port,
            @Default("2s") Duration timeout,
            @Nullable Path data) {
        Gallery {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("the port " + port + " is not in 0 to 65535.");
            }
        }
    }

    record Ingest(
            @Default("[]") List<Camera> cameras,
            @Default("{}") Map<String, String> labels,
            @Default("slow") Mode mode,
            @Default("false") boolean loop) {}

    record Root(Gallery gallery, Ingest ingest) {}

    private static Root parse(String yaml, Map<String, String> environment) {
        return ConfigReader.parse(yaml, "vigil.yaml", environment, Root.class);
    }

    @Test
    void anEmptyFileGivesTheDefaults() {
        Root root = parse("", Map.of());
        assertThat(root.gallery()).isEqualTo(new Gallery(8081, Duration.ofSeconds(2), null));
        assertThat(root.ingest()).isEqualTo(new Ingest(List.of(), Map.of(), Mode.SLOW, false));
    }

    @Test
    void aKeyWithNothingBehindItIsAsGoodAsLeftOut() {
        Root root = parse("gallery:\n  port:\n  data: null\ningest:\n", Map.of());
        assertThat(root.gallery()).isEqualTo(new Gallery(8081, Duration.ofSeconds(2), null));
    }

    @Test
    void readsEveryKindOfValue() {
        Root root = parse("""
                gallery: {port: 99, timeout: 250ms, data: /tmp/x}
                ingest:
                  mode: fast-one
                  loop: true
                  labels: {a: b}
                  cameras:
                    - id: door
                      source: rtsp://10.0.0.1/one
                    - {id: hall, source: hall.mp4, rate: 2.5}
                """, Map.of());
        assertThat(root.gallery()).isEqualTo(new Gallery(99, Duration.ofMillis(250), Path.of("/tmp/x")));
        assertThat(root.ingest().mode()).isEqualTo(Mode.FAST_ONE);
        assertThat(root.ingest().labels()).containsExactly(Map.entry("a", "b"));
        assertThat(root.ingest().cameras())
                .containsExactly(new Camera("door", "rtsp://10.0.0.1/one", 5), new Camera("hall", "hall.mp4", 2.5));
    }

    @Test
    void theEnvironmentOverridesTheFile() {
        Root root = parse(
                "gallery: {port: 99}",
                Map.of(
                        "VIGIL_GALLERY_PORT", "7",
                        "VIGIL_INGEST_CAMERAS", "[{id: a, source: 'b: c.mp4'}]",
                        "VIGIL_KEY", "not a setting",
                        "VIGIL_GALLERY_SERVICE_HOST", "10.0.0.1"));
        assertThat(root.gallery().port()).isEqualTo(7);
        assertThat(root.ingest().cameras()).containsExactly(new Camera("a", "b: c.mp4", 5));
    }

    @Test
    void tellsEveryErrorAtOnceWithItsLineAndTheNearestKey() {
        assertThatThrownBy(() -> parse("""
                        gallery:
                          prot: 99
                          timeout: soon
                        ingest:
                          mode: slwo
                          cameras:
                            - {id: door}
                        other: 1
                        """, Map.of("VIGIL_GALLERY_PROT", "1", "VIGIL_INGEST_LOOP", "maybe")))
                .isInstanceOf(UserError.class)
                .message()
                .satisfies(message -> assertThat(message.lines().sorted().toList())
                        .containsExactly(
                                "the environment's VIGIL_GALLERY_PROT is unknown: did you mean VIGIL_GALLERY_PORT?",
                                "the environment's VIGIL_INGEST_LOOP: the key 'ingest.loop': 'maybe' is not true or false.",
                                "vigil.yaml:2: unknown key 'gallery.prot': did you mean 'port'?",
                                "vigil.yaml:3: the key 'gallery.timeout': 'soon' is not a duration like 500ms, 2s, 5m, 1h or 7d.",
                                "vigil.yaml:5: the key 'ingest.mode': 'slwo' is not one of fast-one, slow.",
                                "vigil.yaml:7: the key 'ingest.cameras[0].source' is missing.",
                                "vigil.yaml:8: unknown key 'other': known are gallery, ingest."));
    }

    @Test
    void aValueOutOfRangeIsToldWithItsLine() {
        assertThatThrownBy(() -> parse("\ngallery:\n  port: 70000\n", Map.of()))
                .hasMessage("vigil.yaml:3: the port 70000 is not in 0 to 65535.");
    }

    @Test
    void aKeyGivenTwiceIsAnError() {
        assertThatThrownBy(() -> parse("gallery: {port: 1, port: 2}", Map.of()))
                .hasMessage("vigil.yaml:1: the key 'gallery.port' is given twice.");
    }

    @Test
    void brokenYamlIsToldWithItsLine() {
        assertThatThrownBy(() -> parse("gallery:\n  - [", Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("vigil.yaml:2: this is no YAML: ");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> ConfigReader.read(Path.of("no-such.yaml"), Map.of(), Root.class))
                .hasMessage("There is no file no-such.yaml: name the configuration with --config FILE.");
    }
}
