package dev.vigil.vision.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DownloadTest {
    @TempDir
    private Path folder;

    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/there", exchange -> {
            exchange.sendResponseHeaders(200, 7);
            exchange.getResponseBody().write("network".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            exchange.close();
        });
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/there");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    @Test
    void writesWhatTheAddressGivesAlsoWhereItHasMoved() throws IOException {
        Path file = folder.resolve("network.onnx");
        Download.fetch(at("/there"), file, "x.");
        assertThat(file).hasContent("network");
        Download.fetch(at("/moved"), file, "x.");
        assertThat(file).hasContent("network");
    }

    @Test
    void saysInOneSentenceWhatElseToDo() throws IOException {
        Path file = folder.resolve("network.onnx");
        assertThatThrownBy(() -> Download.fetch(at("/gone"), file, "fetch it elsewhere."))
                .isInstanceOf(UserError.class)
                .hasMessageEndingWith("answers 404: fetch it elsewhere.");
        URI nobody = at("/there");
        server.stop(0);
        assertThatThrownBy(() -> Download.fetch(nobody, file, "fetch it elsewhere."))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("can't be reached")
                .hasMessageEndingWith(": fetch it elsewhere.");
    }

    @Test
    void takesNoOtherFileForAPublishedModel() throws IOException {
        ModelStore store = new ModelStore(folder.resolve("models"));
        ModelFetcher fetcher = ModelFetcher.of(store, line -> {});
        Path other = Files.writeString(folder.resolve("other.onnx"), "something else");
        assertThatThrownBy(() -> fetcher.get(PublishedModels.YUNET, other))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is not the network that was measured here");
        assertThatThrownBy(() -> fetcher.get(Catalogue.DETECTOR, other)).hasMessageContaining("yunet and rfb-640");
        assertThatThrownBy(() -> fetcher.get(PublishedModels.YUNET, folder.resolve("none")))
                .hasMessageStartingWith("There is no file");
        assertThatThrownBy(() -> fetcher.get("nothing")).hasMessageContaining("yunet, rfb-640");
        assertThat(store.list()).isEmpty();
    }
}
