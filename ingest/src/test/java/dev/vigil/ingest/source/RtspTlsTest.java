package dev.vigil.ingest.source;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom FFmpeg talks to by {@code rtsps}: a camera that hears nothing of us has not been believed. */
class RtspTlsTest {
    private static final String PASSWORD = "changeit";
    private static final String NOTHING = "";

    @TempDir
    private static Path folder;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private SSLServerSocket server;

    private void listen(String name, String names) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(name, names), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0);
        Thread thread = new Thread(this::serve, "rtsps");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void aCameraIsBelievedWhoseAuthorityIsNamed() throws Exception {
        listen("camera", "san=ip:127.0.0.1,dns:localhost");
        assertThat(asked(certificate("camera"))).startsWith("OPTIONS rtsp");
    }

    @Test
    void aCameraOfAnotherAuthorityIsNotTalkedToAndWhyIsSaid() throws Exception {
        listen("camera", "san=ip:127.0.0.1,dns:localhost");
        store("other", "san=ip:127.0.0.1");
        assertThat(asked(certificate("other"))).isEqualTo(NOTHING);
        assertThat(asked(null)).as("by the authorities of Java").isEqualTo(NOTHING);
        assertThatThrownBy(() -> open(null)).isInstanceOf(SourceException.class).hasMessageContaining("ingest.ca");
    }

    /** FFmpeg's OpenSSL looks at no name; where that changes, the README's sentence about it goes. */
    @Test
    void whoeverHasACertificateOfTheAuthorityIsBelievedWhateverItNames() throws Exception {
        listen("elsewhere", "san=dns:elsewhere.example");
        assertThat(asked(certificate("elsewhere"))).startsWith("OPTIONS rtsp");
    }

    /** What the camera hears first. */
    private String asked(Path ca) throws Exception {
        assertThatThrownBy(() -> open(ca)).isInstanceOf(SourceException.class);
        return heard.take();
    }

    private void open(Path ca) {
        SourceSettings settings = SourceSettings.of(
                        PictureSettings.whole(1280, 85),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(3))
                .within(AddressRules.usual(true), ca);
        String url = "rtsps://127.0.0.1:" + server.getLocalPort() + "/a";
        try (FrameSource source = FrameSources.create(SourceAddress.parse(url), settings)) {
            source.open();
        }
    }

    /** Notes the first line of each connection, and hangs up. */
    private void serve() {
        while (!server.isClosed()) {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
                heard.add(line == null ? NOTHING : line);
            } catch (IOException e) {
                heard.add(NOTHING); // the handshake failed, or this is the end
            }
        }
    }

    private static Path certificate(String name) throws Exception {
        byte[] der = store(name, "san=ip:127.0.0.1").getCertificate("x").getEncoded();
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
        return Files.writeString(
                folder.resolve(name + ".pem"),
                "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
    }

    /** A key with a certificate that is its own authority, made once by the JDK's keytool. */
    private static KeyStore store(String name, String names) throws Exception {
        Path file = folder.resolve(name + ".p12");
        if (!Files.exists(file)) {
            List<String> line = new ArrayList<>();
            line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
            line.addAll(List.of("-genkeypair", "-alias", "x", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", names));
            line.addAll(List.of("-ext", "bc=ca:true", "-keystore", file.toString(), "-storepass", PASSWORD));
            assertThat(new ProcessBuilder(line).start().waitFor()).isZero();
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }
}
