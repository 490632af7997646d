package dev.vigil.ingest;

import static dev.vigil.ingest.testing.FrameTopic.frames;
import static dev.vigil.ingest.testing.FrameTopic.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vigil.ingest.event.FrameAccount;
import dev.vigil.ingest.testing.Clips;
import dev.vigil.ingest.testing.FrameTopic;
import dev.vigil.ingest.testing.HttpCamera;
import dev.vigil.ingest.testing.TestBroker;
import dev.vigil.runtime.http.Access;
import dev.vigil.runtime.http.HttpService;
import dev.vigil.runtime.http.KeyRing;
import dev.vigil.runtime.http.Role;
import dev.vigil.runtime.http.Sessions;
import dev.vigil.runtime.json.Json;
import dev.vigil.runtime.metric.Metrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cameras of a running ingest: added, changed, paused and removed by HTTP, with a real broker and real MJPEG cameras. */
class RunningCamerasIT {
    private static final String KEY = "operator-key";

    @TempDir
    static Path log;

    @TempDir
    static Path clips;

    private static TestBroker broker;
    private static Path clip;

    @TempDir
    Path folder;

    private final Metrics metrics = new Metrics();
    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicBoolean still = new AtomicBoolean();
    private HttpCamera camera;
    private Ingest ingest;
    private HttpService http;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new TestBroker(log);
        clip = Clips.mp4(clips.resolve("other.mp4"), 64, 48, 2_000, 25);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    /** Twenty pictures a second, of changing brightness unless it stands still. */
    @BeforeEach
    void start() throws Exception {
        byte[][] pictures = new byte[8][];
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] = Files.readAllBytes(Clips.picture(folder.resolve(i + ".jpg"), 320, 240, 120 + 4 * i));
        }
        camera = new HttpCamera((request, out) -> {
            HttpCamera.head(out, "200 OK", "Content-Type: multipart/x-mixed-replace; boundary=--b");
            for (int i = 0; !over.await(50, TimeUnit.MILLISECONDS); i++) {
                HttpCamera.text(out, "--b\r\n\r\n");
                out.write(pictures[still.get() ? 0 : i % pictures.length]);
                out.flush();
            }
            return false;
        });
        startIngest();
    }

    private void startIngest() {
        IngestConfig config = new IngestConfig(
                List.of(CameraConfig.live("other", clip.toString())),
                Duration.ofSeconds(2),
                10,
                256,
                "vigil-see",
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofMillis(600),
                List.of(),
                List.of("10.66.0.0/16"),
                true,
                null,
                folder.resolve("cameras.json"),
                Duration.ofMillis(500));
        ingest = Ingest.start(config, broker.config(), metrics);
        KeyRing keys = new KeyRing().add("op", KEY, Role.OPERATOR).add("eye", "viewer-key", Role.VIEWER);
        http = HttpService.start(
                new HttpService.Settings("127.0.0.1", 0, 1 << 20),
                new Access(keys, new Sessions(Clock.systemUTC())),
                metrics,
                List.of(ingest.routes()),
                List.of());
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
        ingest.close();
        over.countDown();
        camera.close();
    }

    private HttpResponse<String> send(String key, String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + http.port() + "/v1/cameras" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + key);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        return send(KEY, method, path, body);
    }

    private String source() {
        return "{\"source\":\"" + camera.url("admin:geheim@", "/v?token=abc") + "\",\"rate\":20}";
    }

    private CameraStatus status(String id) {
        return ingest.cameras().stream()
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void awaitFrames(String id, long count) {
        await().until(() -> status(id).framesPublished() >= count);
    }

    private static void assertRefused(HttpResponse<String> response, int status, String part) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).contains(part).doesNotContain("geheim");
    }

    @Test
    void aCameraIsAddedChangedPausedAndRemovedWhileTheOthersRunOn() throws Exception {
        awaitFrames("other", 1);
        String others = status("other").session();
        HttpResponse<String> added = send("PUT", "/mjpeg", source());
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        assertThat(added.body()).doesNotContain("geheim").contains("***");
        awaitFrames("mjpeg", 3);
        assertThat(status("mjpeg").stream().codec()).isEqualTo("mjpeg");

        String tag = send("GET", "/mjpeg", "").headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> masked = send(
                KEY,
                "PATCH",
                "/mjpeg",
                "{\"masks\":[\"0,0 0.5,0 0.5,1 0,1\"],\"region\":\"0,0,1,0.5\"}",
                "If-Match",
                tag);
        assertThat(masked.statusCode()).as(masked.body()).isEqualTo(200);
        assertRefused(send(KEY, "PATCH", "/mjpeg", "{\"rate\":1}", "If-Match", tag), 412, "changed meanwhile");
        assertThat(status("mjpeg").session()).isNotEqualTo(others);
        awaitFrames("mjpeg", 8);

        assertThat(send("POST", "/mjpeg/pause", "").body()).contains("\"paused\"");
        long published = status("mjpeg").framesPublished();
        assertThat(send("POST", "/mjpeg/resume", "").statusCode()).isEqualTo(200);
        awaitFrames("mjpeg", published + 2);
        assertThat(send("DELETE", "/mjpeg", "").statusCode()).isEqualTo(204);
        assertRefused(send("GET", "/mjpeg", ""), 404, "no camera 'mjpeg'");
        assertThat(status("other").session()).isEqualTo(others);
        assertPublished();
    }

    /** Three sessions: the first whole, then masked halves; and accounts that add up to the frames. */
    private void assertPublished() throws Exception {
        try (FrameTopic topic = new FrameTopic(broker.config(), "mjpeg");
                FrameTopic accounts = new FrameTopic(broker.config(), FrameAccount.TYPE, "mjpeg")) {
            List<ConsumerRecord<String, byte[]>> records =
                    topic.await(r -> r.stream().filter(FrameTopic::isEnd).count() == 3);
            List<ConsumerRecord<String, byte[]>> frames = frames(records);
            assertThat(headers(frames.get(0)).height()).isEqualTo(240);
            ConsumerRecord<String, byte[]> last = frames.get(frames.size() - 1);
            assertThat(headers(last).height()).isEqualTo(120);
            assertThat(Clips.colourAt(last.value(), 0.25, 0.5)).containsOnly(0);
            assertThat(Clips.colourAt(last.value(), 0.75, 0.5)[1]).isGreaterThan(100);
            List<FrameAccount> told =
                    accounts
                            .await(r ->
                                    r.stream().filter(a -> account(a).last()).count() == 3)
                            .stream()
                            .map(RunningCamerasIT::account)
                            .toList();
            assertThat(told.stream().mapToLong(FrameAccount::processed).sum()).isEqualTo(frames.size());
            assertThat(told.stream().mapToLong(FrameAccount::droppedBeforeKafka).sum())
                    .isZero();
            assertThat(told).allSatisfy(a -> assertThat(a.service()).isEqualTo("ingest"));
        }
    }

    private static FrameAccount account(ConsumerRecord<String, byte[]> record) {
        return Json.read(record.value(), FrameAccount.class);
    }

    @Test
    void whatIsPutIsThereAfterARestartAndAMaskedSourceKeepsItsPassword() throws Exception {
        assertThat(send("PUT", "/kept", source()).statusCode()).isEqualTo(201);
        JsonNode settings =
                Json.read(send("GET", "/kept", "").body(), JsonNode.class).path("settings");
        assertThat(settings.path("source").asText()).contains("***").doesNotContain("geheim");
        HttpResponse<String> again =
                send("PUT", "/kept", Json.line(settings).replace("\"quality\":85", "\"quality\":60"));
        assertThat(again.statusCode()).as(again.body()).isEqualTo(200);
        http.close();
        ingest.close();
        startIngest();

        awaitFrames("kept", 1);
        assertThat(ingest.control().get("kept").config().quality()).isEqualTo(60);
        assertThat(ingest.control().get("kept").config().source()).contains("geheim");
    }

    @Test
    void whatCantBeIsRefusedInOneSentenceAndChangesNothing() throws Exception {
        assertRefused(send("viewer-key", "PUT", "/x", source()), 403, "operator");
        assertRefused(send("PUT", "/x", "{\"source\":"), 400, "no JSON");
        assertRefused(send("PUT", "/x", "{}"), 400, "'source' is missing");
        assertRefused(send("PUT", "/x%20y", source()), 400, "camera id");
        assertRefused(send("PUT", "/x", "{\"source\":\"gopher://a:geheim@b/\"}"), 400, "scheme 'gopher'");
        assertRefused(send("PUT", "/x", "{\"source\":\"rtsp://b/\",\"quality\":0}"), 400, "quality");
        assertRefused(send("PUT", "/x", "{\"source\":\"rtsp://b/\",\"qualitty\":0}"), 400, "did you mean 'quality'");
        assertRefused(send("PUT", "/x", "{\"source\":\"rtsp://b/\",\"masks\":[\"0,0 2,2 1,0\"]}"), 400, "polygon");
        assertRefused(send("PUT", "/x", "{\"source\":\"http://169.254.169.254/x\"}"), 403, "may not be");
        assertRefused(send("PUT", "/x", "{\"source\":\"rtsp://u:geheim@10.66.3.4/x\"}"), 403, "may not be");
        assertRefused(send(KEY, "PUT", "/other", source(), "If-None-Match", "*"), 412, "already");
        assertThat(ingest.cameras()).extracting(CameraStatus::id).containsExactly("other");
    }

    @Test
    void aPictureThatStandsStillIsFlaggedAndConnectedAgain() throws Exception {
        assertThat(send("PUT", "/stuck", source()).statusCode()).isEqualTo(201);
        awaitFrames("stuck", 2);
        still.set(true);
        await().until(() -> status("stuck").state() == CameraState.FROZEN);
        assertThat(status("stuck").reason()).contains("exactly the same picture");
        assertThat(status("stuck").reconnects()).isPositive();
        assertThat(metrics.scrape()).contains("vigil_ingest_camera_frozen{camera=\"stuck\"} 1.0");
        still.set(false);
        await().until(() -> status("stuck").state() == CameraState.UP);
    }

    @Test
    void stillPicturesAreLeftOutAndCounted() throws Exception {
        String gated = source().replace("}", ",\"motion\":{\"gate\":true,\"difference\":40,\"warmUp\":\"200ms\"}}");
        assertThat(send("PUT", "/gated", gated).statusCode()).isEqualTo(201);
        await().until(() -> status("gated").framesStill() > 30);
        CameraStatus now = status("gated");
        assertThat(now.framesPublished()).isPositive().isLessThan(now.framesStill());
        assertThat(metrics.scrape()).contains("vigil_ingest_frames_total{camera=\"gated\",outcome=\"still\"}");
        try (FrameTopic accounts = new FrameTopic(broker.config(), FrameAccount.TYPE, "gated")) {
            accounts.await(r -> r.stream().anyMatch(a -> account(a).leftOut().getOrDefault("still", 0L) > 0));
        }
    }
}
