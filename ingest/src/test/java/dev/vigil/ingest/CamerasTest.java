package dev.vigil.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.vigil.ingest.CameraListener.Change;
import dev.vigil.ingest.CameraListener.Kind;
import dev.vigil.ingest.publish.FrameLedger;
import dev.vigil.runtime.error.UserError;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file's word and HTTP's. */
class CamerasTest {
    @TempDir
    Path folder;

    private final List<String> events = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private final class Recorder implements Cameras.Starter {
        @Override
        public CameraRecord record(CameraConfig camera) {
            return new CameraRecord(camera, meters, new FrameLedger(camera.id(), Clock.systemUTC(), () -> {}));
        }

        @Override
        public RunningCamera.Work work(CameraConfig camera, boolean byHttp, CameraRecord record) {
            return new RunningCamera.Work() {
                @Override
                public void start() {
                    events.add("+" + camera.id());
                }

                @Override
                public void stop() {
                    events.add("-" + camera.id());
                }

                @Override
                public void join(Duration patience) {
                    // nothing runs
                }

                @Override
                public CompletableFuture<Void> over() {
                    return new CompletableFuture<>();
                }
            };
        }
    }

    private static final CameraListener.Origin KIM = new CameraListener.Origin("kim", "operator", "10.0.0.9");

    private final Told told = new Told();

    private static CameraConfig camera(String id, String host) {
        return CameraConfig.live(id, "rtsp://user:geheim@" + host + "/a");
    }

    private Path state() {
        return folder.resolve("state").resolve("cameras.json");
    }

    private Cameras cameras(CameraConfig... file) {
        Cameras cameras = new Cameras(List.of(file), new CameraStore(state()), new Recorder(), told);
        cameras.start();
        return cameras;
    }

    private static List<String> hosts(Cameras cameras) {
        return cameras.all().stream()
                .map(c -> c.config().address().networkHost())
                .toList();
    }

    private List<String> news() {
        List<String> news = List.copyOf(events);
        events.clear();
        return news;
    }

    @Test
    void aChangeOfOneCameraLeavesTheOthersAlone() {
        Cameras cameras = cameras(camera("a", "h1"), camera("b", "h2"));
        assertThat(news()).containsExactly("+a", "+b");
        cameras.put(camera("c", "h3"), Expected.NOTHING, KIM);
        assertThat(news()).containsExactly("+c");
        cameras.put(camera("a", "h4"), Expected.NOTHING, KIM);
        assertThat(news()).containsExactly("-a", "+a");
        cameras.pause("b", true, KIM);
        assertThat(news()).containsExactly("-b");
        assertThat(cameras.get("b").status().state()).isEqualTo(CameraState.PAUSED);
        cameras.reload(List.of(camera("a", "h1"), camera("b", "h2"), camera("d", "h5")));
        assertThat(news()).containsExactly("+d");
        cameras.remove("c", Expected.NOTHING, KIM);
        assertThat(news()).containsExactly("-c");
        assertThat(hosts(cameras)).containsExactly("h4", "h2", "h5");
        assertThat(meters.find("vigil.ingest.camera.up").tag("camera", "c").gauge())
                .isNull();
        assertThat(meters.find("vigil.ingest.camera.up").tag("camera", "a").gauges())
                .hasSize(1);
    }

    @Test
    void whatWasPutByHttpSurvivesARestartAndIsTheOwnersToRead() throws Exception {
        Cameras before = cameras(camera("a", "h1"), camera("b", "h2"), camera("c", "h3"));
        before.put(camera("a", "h9"), Expected.NOTHING, KIM);
        before.put(camera("x", "h8"), Expected.NOTHING, KIM);
        before.remove("b", Expected.NOTHING, KIM);
        before.pause("c", true, KIM);
        before.close();

        Cameras after = cameras(camera("a", "h1"), camera("b", "h2"), camera("c", "h3"));
        assertThat(hosts(after)).containsExactly("h9", "h3", "h8");
        assertThat(after.get("c").paused()).isTrue();
        assertThat(after.get("a").config()).isEqualTo(camera("a", "h9"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state())))
                .isEqualTo("rw-------");
    }

    @Test
    void theLaterWordHolds() {
        Cameras cameras = cameras(camera("a", "h1"), camera("b", "h2"));
        cameras.put(camera("a", "h9"), Expected.NOTHING, KIM);
        cameras.remove("b", Expected.NOTHING, KIM);
        cameras.put(camera("n", "h7"), Expected.NOTHING, KIM);

        cameras.reload(List.of(camera("a", "h1"), camera("b", "h2")));
        assertThat(hosts(cameras)).as("the file says nothing new").containsExactly("h9", "h7");
        cameras.reload(List.of(camera("a", "h3"), camera("b", "h4"), camera("n", "h5")));
        assertThat(hosts(cameras)).containsExactly("h3", "h4", "h5");
        cameras.put(camera("a", "h6"), Expected.NOTHING, KIM);
        cameras.reload(List.of(camera("b", "h4"), camera("n", "h5")));
        assertThat(hosts(cameras)).as("the file has taken a out").containsExactly("h4", "h5");
    }

    @Test
    void everyChangeIsToldWithWhoMadeItAndWithoutThePassword() {
        Cameras cameras = cameras(camera("a", "h1"), camera("b", "h2"));
        assertThat(told.starts).hasSize(1);
        cameras.put(camera("c", "h3"), Expected.NOTHING, KIM);
        cameras.put(camera("c", "h3"), Expected.NOTHING, KIM);
        cameras.put(camera("a", "h4"), Expected.NOTHING, KIM);
        cameras.pause("b", true, KIM);
        cameras.pause("b", true, KIM);
        cameras.pause("b", false, KIM);
        cameras.remove("c", Expected.NOTHING, KIM);
        assertThat(told.changes)
                .extracting(Change::kind, Change::camera, Change::settings)
                .containsExactly(
                        tuple(Kind.ADDED, "c", List.of()),
                        tuple(Kind.CHANGED, "a", List.of("source")),
                        tuple(Kind.PAUSED, "b", List.of()),
                        tuple(Kind.RESUMED, "b", List.of()),
                        tuple(Kind.REMOVED, "c", List.of()));
        assertThat(told.changes).extracting(Change::by).containsOnly(KIM);
        assertThat(told.toString()).contains("rtsp://", "h4").doesNotContain("geheim");

        told.changes.clear();
        cameras.reload(List.of(camera("a", "h1"), camera("d", "h5")));
        assertThat(told.changes)
                .extracting(Change::kind, Change::camera, Change::by)
                .containsExactly(
                        tuple(Kind.REMOVED, "b", CameraListener.Origin.FILE),
                        tuple(Kind.ADDED, "d", CameraListener.Origin.FILE));
    }

    @Test
    void aStartTellsWhetherAnythingIsOtherThanAtTheLast() {
        cameras(camera("a", "h1"), camera("b", "h2")).close();
        cameras(camera("b", "h2"), camera("a", "h1")).close();
        cameras(camera("b", "h2"), camera("a", "h9")).close();
        assertThat(told.starts.get(1)).isEqualTo(told.starts.get(0));
        assertThat(told.starts.get(2)).isNotEqualTo(told.starts.get(0));
    }

    /** Keeps what it is told. */
    private static final class Told implements CameraListener {
        private final List<String> starts = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();

        @Override
        public void started(int cameras, String mark) {
            starts.add(cameras + " " + mark);
        }

        @Override
        public void changed(Change change) {
            changes.add(change);
        }

        @Override
        public String toString() {
            return starts + " " + changes;
        }
    }

    @Test
    void whatCantBeKeptIsNotDone() throws Exception {
        Cameras cameras = cameras(camera("a", "h1"));
        Files.writeString(folder.resolve("state"), "a file where a folder should be");
        news();
        assertThatThrownBy(() -> cameras.put(camera("b", "h2"), Expected.NOTHING, KIM))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("ingest.state");
        assertThat(hosts(cameras)).containsExactly("h1");
        assertThat(news()).isEmpty();
    }

    @Test
    void aDamagedStateIsNotGuessedAt() throws Exception {
        Files.createDirectories(state().getParent());
        Files.writeString(state(), "{\"cameras\":{\"a\":{\"config\":{\"id\":\"a\"");
        assertThatThrownBy(() -> cameras(camera("a", "h1")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("mend it");
    }

    @Test
    void aRequestThatExpectsSomethingElseChangesNothing() {
        Cameras cameras = cameras(camera("a", "h1"));
        RunningCamera now = cameras.get("a");
        assertThatThrownBy(() -> cameras.put(camera("a", "h2"), new Expected(null, true), KIM))
                .hasMessageContaining("already");
        assertThatThrownBy(() -> cameras.put(camera("a", "h2"), new Expected("\"1\"", false), KIM))
                .hasMessageContaining("changed meanwhile");
        cameras.put(camera("a", "h2"), new Expected("\"0\", " + Expected.tag(now), false), KIM);
        assertThat(hosts(cameras)).containsExactly("h2");
        assertThatThrownBy(() -> cameras.get("b")).hasMessageContaining("no camera 'b'");
    }

    @Test
    void settingsGoThroughJsonAndBack() {
        CameraConfig all = new CameraConfig(
                "a",
                "Tür \"1\"",
                "rtsp://user:ge%40heim@h1/a",
                2.5,
                640,
                70,
                false,
                false,
                "0,0,0.5,1",
                List.of("0,0 1,0 1,1"),
                new MotionConfig(true, 0.01, 20, 0.5, Duration.ofMillis(1500), Duration.ofSeconds(4)),
                CameraConfig.ClockChoice.READING,
                dev.vigil.ingest.source.Hardware.VAAPI);
        assertThat(CameraJson.read(CameraJson.tree(all))).isEqualTo(all);
        assertThatThrownBy(() -> CameraJson.read(CameraJson.tree(all).put("qualty", 3)))
                .hasMessage("unknown key 'qualty': did you mean 'quality'?");
    }
}
