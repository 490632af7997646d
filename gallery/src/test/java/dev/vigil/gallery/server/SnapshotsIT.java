package dev.vigil.gallery.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vigil.gallery.broker.TestBroker;
import dev.vigil.gallery.client.HttpGalleryClient;
import dev.vigil.gallery.client.NewPerson;
import dev.vigil.gallery.client.Probes;
import dev.vigil.gallery.snapshot.SnapshotConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gallery that starts from its snapshot and the rest of the log. */
class SnapshotsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration OFTEN = Duration.ofSeconds(1);
    private static final Duration RARELY = Duration.ofHours(1);

    @TempDir
    static Path data;

    @TempDir
    Path folder;

    static TestBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.start(data);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @Test
    void whatCameAfterTheSnapshotIsReadFromTheLog() throws Exception {
        String topic = broker.createChangedTopic("rest");
        try (RunningGallery running = start(topic, RARELY)) {
            enrol(running, "ann", 1);
            enrol(running, "bob", 2);
        }
        try (RunningGallery running = start(topic, OFTEN)) {
            await().atMost(PATIENCE).until(() -> Files.exists(file()));
            assertFound(running, "ann", 1);
        }
        try (RunningGallery running = start(topic, RARELY)) {
            assertFound(running, "ann", 1);
            enrol(running, "eve", 3);
            running.client().erase("bob");
        }
        try (RunningGallery running = start(topic, RARELY)) {
            assertFound(running, "ann", 1);
            assertFound(running, "eve", 3);
            assertThat(running.client().person("bob")).isEmpty();
            assertThat(candidates(running, 2)).doesNotContain("bob");
        }
    }

    @Test
    void anErasureReplacesTheSnapshotSoon() throws Exception {
        String topic = broker.createChangedTopic("erased");
        try (RunningGallery running = start(topic, OFTEN)) {
            enrol(running, "ann", 1);
            enrol(running, "bob", 2);
            await().atMost(PATIENCE).until(() -> Files.exists(file()));
            FileTime before = Files.getLastModifiedTime(file());
            running.client().erase("bob");
            await().atMost(PATIENCE).until(() -> isNewer(before));
        }
    }

    @Test
    void onAFullDiskTheGalleryGoesOnAndTheOldSnapshotStaysUntilThereIsRoomAgain() throws Exception {
        String topic = broker.createChangedTopic("full");
        try (SmallDisk disk = SmallDisk.mount(folder, "2m")) {
            try (RunningGallery running = start(topic, OFTEN)) {
                enrol(running, "ann", 1);
                FileTime enrolled = FileTime.from(Instant.now());
                await().atMost(PATIENCE).until(() -> isNewer(enrolled));
                byte[] before = Files.readAllBytes(file());
                disk.fill();

                for (int n = 2; n < 78; n++) { // more than are written at once
                    if (n % 19 == 2) {
                        running.client().put("p" + (n - 2) / 19, NewPerson.named("P"));
                    }
                    running.client().enrol("p" + (n - 2) / 19, Vectors.face(n));
                }
                await().atMost(PATIENCE).until(() -> metric(running, "snapshot_failures_total") > 1);
                assertThat(metric(running, "unwritten_bytes")).isPositive();
                for (int n = 2; n < 78; n++) {
                    assertFound(running, "p" + (n - 2) / 19, n);
                }
                assertThat(running.send("GET", "/ready", "", null).statusCode()).isEqualTo(200);
                assertThat(Files.readAllBytes(file())).isEqualTo(before);

                FileTime freed = FileTime.from(Instant.now());
                disk.free();
                await().atMost(PATIENCE).until(() -> isNewer(freed));
                assertThat(metric(running, "unwritten_bytes")).isZero();
            }
            assertThat(file()).isRegularFile();
            try (RunningGallery running = start(topic, RARELY)) {
                assertFound(running, "ann", 1);
                for (int n = 2; n < 78; n++) {
                    assertFound(running, "p" + (n - 2) / 19, n);
                }
            }
        }
    }

    private static double metric(RunningGallery running, String name) {
        return running.metrics
                .scrape()
                .lines()
                .filter(line -> line.startsWith("vigil_gallery_" + name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private boolean isNewer(FileTime before) throws IOException {
        return Files.exists(file()) && Files.getLastModifiedTime(file()).compareTo(before) > 0;
    }

    private Path file() {
        return folder.resolve("gallery.snapshot");
    }

    private RunningGallery start(String topic, Duration interval) {
        return RunningGallery.start(
                broker.client(),
                RunningGallery.config(topic, Duration.ofSeconds(6))
                        .withSnapshots(new SnapshotConfig(folder, interval, 1_000_000, Duration.ofSeconds(1))));
    }

    private static void enrol(RunningGallery running, String id, int n) {
        HttpGalleryClient client = running.client();
        client.put(id, NewPerson.named(id));
        client.enrol(id, Vectors.face(n));
    }

    private static List<String> candidates(RunningGallery running, int n) {
        return running
                .client()
                .identify(new Probes(Vectors.MODEL, 1, List.of(Vectors.of(n))))
                .results()
                .get(0)
                .candidates()
                .stream()
                .map(candidate -> candidate.person())
                .toList();
    }

    private static void assertFound(RunningGallery running, String id, int n) {
        assertThat(candidates(running, n)).containsExactly(id);
    }
}
