package dev.vigil.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RtspSourceTest {
    private static FrameSource source(int port, Duration silence) {
        SourceSettings settings = SourceSettings.of(
                PictureSettings.whole(1280, 85), Duration.ofSeconds(3), Duration.ofSeconds(20), silence);
        return FrameSources.create(SourceAddress.parse("rtsp://user:geheim@127.0.0.1:" + port + "/cam"), settings);
    }

    @Test
    void whatDoesNotListenIsSaidAtOnceWithoutSecrets() {
        try (FrameSource source = source(1, Duration.ofSeconds(1))) {
            assertThatThrownBy(source::open)
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("rtsp://***@127.0.0.1:1/cam")
                    .hasMessageContaining("refused")
                    .hasMessageNotContaining("geheim");
        }
    }

    @Test
    void whatListensButNeverAnswersIsLeftWithinTheSilence() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                FrameSource source = source(silent.getLocalPort(), Duration.ofMillis(500))) {
            long began = System.nanoTime();
            assertThatThrownBy(source::open)
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("can't be reached");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void aStopDoesNotWaitForTheNetwork() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                FrameSource source = source(silent.getLocalPort(), Duration.ofSeconds(15))) {
            Thread opening = new Thread(() -> assertThatThrownBy(source::open).isInstanceOf(SourceException.class));
            opening.start();
            try (var connection = silent.accept()) { // connected, and never answered
                source.abort();
                await().atMost(Duration.ofSeconds(3)).until(() -> !opening.isAlive());
                assertThat(connection.isConnected()).isTrue();
            }
        }
    }
}
