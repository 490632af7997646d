package dev.vigil.ingest.source;

import static dev.vigil.ingest.testing.HttpCamera.head;
import static dev.vigil.ingest.testing.HttpCamera.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.ingest.testing.Clips;
import dev.vigil.ingest.testing.HttpCamera;
import dev.vigil.ingest.testing.HttpCamera.Request;
import dev.vigil.runtime.tls.Trust;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cameras by HTTP, against a real server. */
class HttpPictureSourceTest {
    private static final String MULTIPART = "Content-Type: multipart/x-mixed-replace; boundary=\"frame\"";

    @TempDir
    Path folder;

    private byte[] dark;
    private byte[] bright;

    @BeforeEach
    void pictures() throws IOException {
        dark = Files.readAllBytes(Clips.picture(folder.resolve("dark.jpg"), 320, 240, 40));
        bright = Files.readAllBytes(Clips.picture(folder.resolve("bright.jpg"), 640, 480, 200));
    }

    private static SourceSettings settings(AddressRules rules, double rate) {
        return new SourceSettings(
                PictureSettings.whole(1280, 85),
                rate,
                Duration.ofSeconds(3),
                Duration.ofSeconds(5),
                Duration.ofMillis(700),
                Hardware.NONE,
                rules,
                Trust.SYSTEM,
                null);
    }

    private static FrameSource open(String url) {
        FrameSource source = FrameSources.create(SourceAddress.parse(url), settings(AddressRules.usual(true), 50));
        try {
            source.open();
            return source;
        } catch (SourceException e) {
            source.close();
            throw e;
        }
    }

    private static String size(FrameSource source) {
        assertThat(source.next()).isInstanceOf(SourceStep.Frame.class);
        Jpeg jpeg = source.encode();
        assertThat(source.describe()).isEqualTo(new SourceDescription("mjpeg", jpeg.width(), jpeg.height()));
        return jpeg.width() + "x" + jpeg.height();
    }

    private static void part(OutputStream out, byte[] jpeg, boolean length) throws IOException {
        text(
                out,
                "--frame\r\nContent-Type: image/jpeg\r\n"
                        + (length ? "Content-Length: " + jpeg.length + "\r\n" : "")
                        + "\r\n");
        out.write(jpeg);
        text(out, "\r\n");
    }

    @Test
    void picturesOfOneAnswerAreFramesAndAChangeOfSizeIsFollowed() throws Exception {
        try (HttpCamera camera = new HttpCamera((request, out) -> {
                    head(out, "200 OK", MULTIPART);
                    part(out, dark, true);
                    part(out, bright, false);
                    part(out, dark, false);
                    return false;
                });
                FrameSource source = open(camera.url("", "/video"))) {
            assertThat(size(source)).isEqualTo("320x240");
            long first = source.fingerprint();
            assertThat(size(source)).isEqualTo("640x480");
            assertThat(source.fingerprint()).isNotEqualTo(first);
            assertThat(size(source)).isEqualTo("320x240");
            assertThat(source.fingerprint()).isEqualTo(first);
            assertThat(source.next())
                    .isInstanceOfSatisfying(
                            SourceStep.Lost.class,
                            lost -> assertThat(lost.sentence()).contains("ended its stream"));
        }
    }

    @Test
    void chunksThatCutThroughPicturesAreJoined() throws Exception {
        try (HttpCamera camera = new HttpCamera((request, out) -> {
                    head(out, "200 OK", MULTIPART, "Transfer-Encoding: chunked");
                    byte[] whole = "--frame\r\n\r\n".getBytes(UTF_8);
                    for (byte[] bytes : List.of(whole, dark, whole, bright)) {
                        for (int i = 0; i < bytes.length; i += 100) {
                            int count = Math.min(100, bytes.length - i);
                            text(out, Integer.toHexString(count) + ";x=y\r\n");
                            out.write(bytes, i, count);
                            text(out, "\r\n");
                        }
                    }
                    text(out, "0\r\n\r\n");
                    return false;
                });
                FrameSource source = open(camera.url("", "/video"))) {
            assertThat(size(source)).isEqualTo("320x240");
            assertThat(size(source)).isEqualTo("640x480");
        }
    }

    @Test
    void aStreamThatStallsIsLostWithinTheSilence() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (HttpCamera camera = new HttpCamera((request, out) -> {
                    head(out, "200 OK", MULTIPART);
                    part(out, dark, true);
                    out.write(dark, 0, 500); // and then for ever a little
                    out.flush();
                    never.await();
                    return false;
                });
                FrameSource source = open(camera.url("", "/video"))) {
            assertThat(size(source)).isEqualTo("320x240");
            assertThat(source.next())
                    .isInstanceOfSatisfying(
                            SourceStep.Lost.class,
                            lost -> assertThat(lost.sentence()).contains("no picture came for 0.7 s"));
            never.countDown();
        }
    }

    @Test
    void aCameraThatGivesOnePictureIsAskedAgainOnTheSameConnection() throws Exception {
        try (HttpCamera camera = new HttpCamera((request, out) -> {
                    byte[] jpeg = request.headers().isEmpty() ? bright : dark;
                    head(out, "200 OK", "Content-Type: image/jpeg", "Content-Length: " + jpeg.length);
                    out.write(jpeg);
                    out.flush();
                    return true;
                });
                FrameSource source = open(camera.url("", "/snapshot.jpg?channel=1"))) {
            for (int i = 0; i < 4; i++) {
                assertThat(size(source)).isEqualTo("320x240");
            }
            assertThat(camera.requests()).hasSize(4);
            assertThat(camera.requests()).extracting(Request::connection).containsOnly(1);
            assertThat(camera.requests()).extracting(Request::target).containsOnly("/snapshot.jpg?channel=1");
        }
    }

    @Test
    void aCameraThatHangsUpAfterEachPictureIsAskedAnew() throws Exception {
        try (HttpCamera camera = new HttpCamera((request, out) -> {
                    head(out, "200 OK", "Content-Type: image/jpeg", "Connection: close");
                    out.write(dark);
                    return false;
                });
                FrameSource source = open(camera.url("", "/snapshot.jpg"))) {
            assertThat(size(source)).isEqualTo("320x240");
            assertThat(size(source)).isEqualTo("320x240");
            assertThat(camera.requests()).extracting(Request::connection).containsExactly(1, 2);
        }
    }

    private HttpCamera guarded(String challenge, String wanted) throws IOException {
        return new HttpCamera((request, out) -> {
            if (!wanted.equals(request.headers().getOrDefault("authorization", ""))) {
                head(out, "401 Unauthorized", "WWW-Authenticate: " + challenge, "Content-Length: 0");
                return true;
            }
            head(out, "200 OK", "Content-Type: image/jpeg", "Content-Length: " + dark.length);
            out.write(dark);
            return true;
        });
    }

    @Test
    void basicAuthenticationIsAnswered() throws Exception {
        String right = "Basic " + Base64.getEncoder().encodeToString("admin:ge:h@im".getBytes(UTF_8));
        try (HttpCamera camera = guarded("Basic realm=\"camera\"", right)) {
            try (FrameSource source = open(camera.url("admin:ge%3Ah%40im@", "/x.jpg"))) {
                assertThat(size(source)).isEqualTo("320x240");
            }
            assertThatThrownBy(() -> open(camera.url("admin:verkehrt@", "/x.jpg")))
                    .hasMessageContaining("refuses the user or the password")
                    .hasMessageNotContaining("verkehrt");
        }
    }

    private static String field(String header, String name) {
        Matcher matcher = Pattern.compile(name + "=\"?([^\",]*)").matcher(header);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static String hash(String algorithm, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 7616, 3.4, as a server checks it. */
    private static boolean digestIsRight(String header, String algorithm, boolean qop, String nonce) {
        String secret = hash(algorithm, "admin:the camera:geheim");
        String request = hash(algorithm, "GET:" + field(header, "uri"));
        String middle = qop ? nonce + ":" + field(header, "nc") + ":" + field(header, "cnonce") + ":auth" : nonce;
        return header.startsWith("Digest ")
                && field(header, "nonce").equals(nonce)
                && field(header, "uri").equals("/video?a=b")
                && field(header, "response").equals(hash(algorithm, secret + ":" + middle + ":" + request));
    }

    private HttpCamera digesting(String algorithm, String parameters, boolean qop) throws IOException {
        return new HttpCamera((request, out) -> {
            String header = request.headers().getOrDefault("authorization", "");
            String nonce = digestIsRight(header, algorithm, qop, "first") ? "second" : "first"; // it ages after one use
            if (digestIsRight(header, algorithm, qop, "second")) {
                head(out, "200 OK", "Content-Type: image/jpeg", "Content-Length: " + dark.length);
                out.write(dark);
            } else {
                head(
                        out,
                        "401 Unauthorized",
                        "WWW-Authenticate: Basic realm=\"x\"",
                        "WWW-Authenticate: Digest realm=\"the camera\", nonce=\"" + nonce + "\", "
                                + (nonce.equals("second") ? "stale=true, " : "") + "opaque=\"o\"" + parameters,
                        "Content-Length: 4");
                text(out, "none");
            }
            return true;
        });
    }

    @Test
    void digestAuthenticationIsAnsweredInItsOldAndNewForms() throws Exception {
        List<HttpCamera> cameras = List.of(
                digesting("MD5", "", false),
                digesting("MD5", ", qop=\"auth,auth-int\", algorithm=MD5", true),
                digesting("SHA-256", ", qop=\"auth\", algorithm=SHA-256", true));
        for (HttpCamera camera : cameras) {
            try (camera) {
                try (FrameSource source = open(camera.url("admin:geheim@", "/video?a=b"))) {
                    assertThat(size(source)).isEqualTo("320x240");
                    assertThat(size(source)).isEqualTo("320x240");
                }
                assertThat(camera.requests()).as("the nonce is kept").hasSize(4);
                assertThatThrownBy(() -> open(camera.url("admin:verkehrt@", "/video?a=b")))
                        .hasMessageContaining("refuses the user or the password");
            }
        }
    }

    @Test
    void aRedirectionIsFollowedByTheRulesAndTakesNoPasswordToAnotherServer() throws Exception {
        try (HttpCamera other = new HttpCamera((request, out) -> {
                    head(out, "200 OK", "Content-Type: image/jpeg", "Content-Length: " + dark.length);
                    out.write(dark);
                    return true;
                });
                HttpCamera camera = new HttpCamera((request, out) -> {
                    String to = request.target().equals("/away")
                            ? "http://169.254.169.254/latest/meta-data"
                            : request.target().equals("/file") ? "file:///etc/passwd" : other.url("", "/there.jpg");
                    boolean known = request.headers().containsKey("authorization");
                    head(
                            out,
                            known ? "302 Found" : "401 Unauthorized",
                            known ? "Location: " + to : "WWW-Authenticate: Basic realm=\"x\"",
                            "Content-Length: 0");
                    return true;
                })) {
            try (FrameSource source = open(camera.url("admin:geheim@", "/a.jpg"))) {
                assertThat(size(source)).isEqualTo("320x240");
            }
            assertThat(other.requests().get(0).headers()).doesNotContainKey("authorization");
            assertThatThrownBy(() -> open(camera.url("admin:geheim@", "/away")))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("not connected to");
            assertThatThrownBy(() -> open(camera.url("admin:geheim@", "/file")))
                    .hasMessageContaining("what is no HTTP");
        }
    }

    @Test
    void whatGivesNoPicturesIsSaidInOneSentence() throws Exception {
        try (HttpCamera camera = new HttpCamera((request, out) -> {
            switch (request.target()) {
                case "/page" -> head(out, "200 OK", "Content-Type: text/html", "Content-Length: 0");
                case "/movie" -> head(out, "200 OK", "Content-Type: video/mp4", "Content-Length: 0");
                case "/png" -> head(out, "200 OK", "Content-Type: image/png", "Content-Length: 0");
                case "/no" -> head(out, "404 Not Found", "Content-Length: 0");
                case "/ssh" -> text(out, "SSH-2.0-OpenSSH_9.2\r\n");
                default -> head(out, "500 Oops", "Content-Length: 0");
            }
            return false;
        })) {
            assertThatThrownBy(() -> open(camera.url("", "/page")))
                    .hasMessageContaining("text/html and not with pictures");
            assertThatThrownBy(() -> open(camera.url("", "/movie"))).hasMessageContaining("RTSP");
            assertThatThrownBy(() -> open(camera.url("", "/png"))).hasMessageContaining("not JPEG");
            assertThatThrownBy(() -> open(camera.url("", "/no"))).hasMessageContaining("no picture at that path");
            assertThatThrownBy(() -> open(camera.url("", "/ssh"))).hasMessageContaining("does not answer in HTTP");
            assertThatThrownBy(() -> open(camera.url("", "/x"))).hasMessageContaining("status 500");
        }
        assertThatThrownBy(() -> open("http://127.0.0.1:1/x")).hasMessageContaining("nothing listens there");
        assertThatThrownBy(() -> open("https://127.0.0.1:1/x")).hasMessageContaining("nothing listens there");
    }
}
