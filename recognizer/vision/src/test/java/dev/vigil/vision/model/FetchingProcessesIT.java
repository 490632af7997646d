package dev.vigil.vision.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetches in processes of their own: killed in the middle, and two at once. */
final class FetchingProcessesIT {
    @TempDir
    private Path folder;

    private Path cache;
    private Path tarball;
    private FakeNpm npm;

    @BeforeEach
    void makeAPackage() throws IOException {
        cache = folder.resolve("cache");
        tarball = new Tarballs().file("package/a.txt", "alpha".getBytes(UTF_8)).write(folder.resolve("made.tgz"));
        npm = new FakeNpm(folder);
    }

    @Test
    void aKilledFetchIsSweptByTheNextOne() throws Exception {
        Process killed = hanging();
        List<ProcessHandle> orphans = killed.descendants().toList();
        killed.destroyForcibly().waitFor();
        npm.gives(tarball);

        Path fetched =
                new NpmPackages(cache, line -> {}, npm.environment()).tarball("fake", "1.0.0", Sha256.of(tarball));
        assertThat(fetched).hasSameBinaryContentAs(tarball);
        assertThat(left()).containsExactly("fake-1.0.0.tgz");
        orphans.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void aFetchThatIsToldToEndTakesNpmAlongAndLeavesNothing() throws Exception {
        Process ended = hanging();
        List<ProcessHandle> children = ended.descendants().toList();
        assertThat(children).isNotEmpty();
        ended.destroy();
        ended.waitFor();

        Awaitility.await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(left()).isEmpty();
    }

    @Test
    void twoProcessesFetchOnce() throws Exception {
        Files.createDirectories(cache);
        npm.runs("cp '" + tarball + "' \"$4/fake-1.0.0.tgz\"");
        Process one = FetchingProcess.start(cache, npm, Sha256.of(tarball));
        Process two = FetchingProcess.start(cache, npm, Sha256.of(tarball));
        assertThat(one.waitFor()).isZero();
        assertThat(two.waitFor()).isZero();
        assertThat(npm.calls()).hasSize(1);
    }

    private Process hanging() throws IOException {
        Files.createDirectories(cache);
        npm.hangs();
        Process process = FetchingProcess.start(cache, npm, Sha256.of(tarball));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> npm.calls().contains("hanging"));
        return process;
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.equals(".lock"))
                    .toList();
        }
    }
}
