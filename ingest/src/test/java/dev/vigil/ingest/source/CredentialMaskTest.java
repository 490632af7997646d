package dev.vigil.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialMaskTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://admin:geheim@10.0.0.7:554/stream",
                "rtsp://admin:geh@geheim@10.0.0.7/stream",
                "rtsp://admin:a/geheim@10.0.0.7/stream",
                "rtsp://admin:a?geheim@10.0.0.7/stream",
                "rtsp://admin:1?geheim@10.0.0.7/stream",
                "rtsp://admin:a#geheim@10.0.0.7/stream",
                "rtsps://geheim@10.0.0.7/stream",
                "RTSP://admin:geheim@10.0.0.7/stream?x=1",
                "rtsp://10.0.0.7/stream?user=admin&password=geheim",
                "rtsp://10.0.0.7/stream?channel=1&Token=geheim&x=2",
                "rtsp://10.0.0.7/user=admin?pwd=geheim"
            })
    void secretsNeverShow(String source) {
        assertThat(CredentialMask.mask(source)).doesNotContain("geheim").startsWithIgnoringCase("rtsp");
    }

    @ParameterizedTest
    @CsvSource({
        "rtsp://admin:geheim@10.0.0.7:554/stream, rtsp://***@10.0.0.7:554/stream",
        "rtsp://10.0.0.7/a?channel=1&password=x, rtsp://10.0.0.7/a?channel=1&password=***",
        "rtsp://10.0.0.7:554/a?channel=1, rtsp://10.0.0.7:554/a?channel=1",
        "/videos/user@home:1.mp4, /videos/user@home:1.mp4"
    })
    void theRestStaysReadable(String source, String shown) {
        assertThat(CredentialMask.mask(source)).isEqualTo(shown);
    }

    @Test
    void noWayOfShowingAnAddressShowsItsSecrets() {
        SourceAddress address = SourceAddress.parse("rtsp://admin:geheim@10.0.0.7/stream");

        assertThat(address.toString() + address.masked() + String.format("%s", address))
                .doesNotContain("geheim");
    }
}
