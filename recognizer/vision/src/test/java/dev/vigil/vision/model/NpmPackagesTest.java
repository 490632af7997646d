package dev.vigil.vision.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vigil.runtime.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NpmPackagesTest {
    @TempDir
    private Path folder;

    private Path cache;
    private Path tarball;
    private String sha256;
    private FakeNpm npm;
    private final List<String> progress = new ArrayList<>();

    @BeforeEach
    void makeAPackage() throws IOException {
        cache = folder.resolve("cache");
        tarball = new Tarballs()
                .file("package/a.txt", "alpha".getBytes(UTF_8))
                .file("package/in/b.txt", "beta".getBytes(UTF_8))
                .write(folder.resolve("made.tgz"));
        sha256 = Sha256.of(tarball);
        npm = new FakeNpm(folder);
    }

    @Test
    void fetchesOnceAndKeeps() throws IOException {
        npm.gives(tarball);
        Path first = packages().tarball("@scope/fake", "1.0.0", sha256);
        npm.fails("npm error code ENOTFOUND");
        Path second = packages().tarball("@scope/fake", "1.0.0", sha256);

        assertThat(second).isEqualTo(first).hasSameBinaryContentAs(tarball);
        assertThat(npm.calls()).hasSize(1);
        assertThat(npm.calls().get(0))
                .startsWith("pack @scope/fake@1.0.0 --pack-destination ")
                .contains("--ignore-scripts");
        assertThat(progress).containsExactly("Fetching @scope/fake@1.0.0 from the npm registry …");
    }

    @Test
    void fetchesAgainWhatWasDamaged() throws IOException {
        npm.gives(tarball);
        Path kept = packages().tarball("fake", "1.0.0", sha256);
        Files.writeString(kept, "damaged");
        assertThat(packages().tarball("fake", "1.0.0", sha256)).hasSameBinaryContentAs(tarball);
    }

    @Test
    void throwsAwayWhatHasAnotherSha256() throws IOException {
        npm.gives(tarball);
        assertThatThrownBy(() -> packages().tarball("fake", "1.0.0", "00ff"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("fake@1.0.0 has the sha256 " + sha256 + " where 00ff belongs");
        assertThat(left()).isEmpty();
    }

    @Test
    void saysWhatToInstallWhereNpmIsMissing() {
        NpmPackages packages = new NpmPackages(cache, progress::add, Map.of("PATH", folder.toString()));
        assertThatThrownBy(() -> packages.tarball("fake", "1.0.0", sha256))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("npm is needed")
                .hasMessageContaining("apt-get install npm");
        assertThatThrownBy(() -> new NpmPackages(cache, progress::add, Map.of()).tarball("fake", "1.0.0", sha256))
                .hasMessageContaining("npm is needed");
    }

    @ParameterizedTest
    @CsvSource({
        "npm ERR! code ENOTFOUND, can't be reached (ENOTFOUND)",
        "npm error code ECONNREFUSED, can't be reached (ECONNREFUSED)",
        "npm error code E404, has no package fake@1.0.0 (E404)",
        "npm error code E403, refused to give fake@1.0.0 (E403)",
        "npm error code ENOSPC, The disk is full",
        "npm error something odd, something odd",
        "'', it gave no reason"
    })
    void saysInOneSentenceWhyNpmFailed(String said, String sentence) throws IOException {
        npm.fails(said);
        assertThatThrownBy(() -> packages().tarball("fake", "1.0.0", sha256))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(sentence);
        assertThat(left()).isEmpty();
    }

    @Test
    void anInterruptedFetchLeavesNothingAndTheNextOneWorks() throws Exception {
        npm.hangs();
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread fetching = new Thread(() -> {
            try {
                packages().tarball("fake", "1.0.0", sha256);
                outcome.complete(new AssertionError("it did not fail"));
            } catch (UserError e) {
                outcome.complete(e);
            }
        });
        fetching.start();
        Awaitility.await().until(() -> npm.calls().contains("hanging"));
        fetching.interrupt();

        assertThat(outcome.get()).isInstanceOf(UserError.class).hasMessageContaining("interrupted");
        assertThat(left()).isEmpty();
        npm.gives(tarball);
        assertThat(packages().tarball("fake", "1.0.0", sha256)).hasSameBinaryContentAs(tarball);
    }

    @Test
    void sweepsWhatAKilledFetchLeft() throws IOException {
        Path rest = Files.createDirectories(cache.resolve(".partial-123/npm-cache"));
        Files.writeString(rest.resolve("half"), "half");
        npm.gives(tarball);
        packages().tarball("fake", "1.0.0", sha256);
        assertThat(left()).containsExactly("fake-1.0.0.tgz");
    }

    @Test
    void threadsThatAskTogetherFetchOnce() throws Exception {
        npm.gives(tarball);
        List<CompletableFuture<Path>> asked = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> packages().tarball("fake", "1.0.0", sha256)))
                .limit(8)
                .toList();
        for (CompletableFuture<Path> path : asked) {
            assertThat(path.get()).exists();
        }
        assertThat(npm.calls()).hasSize(1);
    }

    @Test
    void saysWhenTheFolderCannotBeWritten() throws IOException {
        npm.gives(tarball);
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        NpmPackages packages = new NpmPackages(file.resolve("cache"), progress::add, npm.environment());
        assertThatThrownBy(() -> packages.tarball("fake", "1.0.0", sha256))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("can't be written");
    }

    @Test
    void unpacksAFolderOrOneFile() throws IOException {
        NpmPackages.extract(tarball, "package/in/", folder.resolve("out"));
        assertThat(folder.resolve("out/b.txt")).hasContent("beta");
        assertThat(folder.resolve("out")).isDirectoryNotContaining("glob:**a.txt");

        NpmPackages.extract(tarball, "package/a.txt", folder.resolve("out"));
        assertThat(folder.resolve("out/a.txt")).hasContent("alpha");
        assertThat(folder.resolve("out/b.txt")).doesNotExist();
        assertThat(partials(folder)).isEmpty();
    }

    @Test
    void takesLongNamesAndPassesOverLinks() throws IOException {
        String deep = "package/" + "x".repeat(90) + "/" + "y".repeat(90) + ".txt";
        Path long1 = new Tarballs()
                .pax(deep)
                .file("short", "deep".getBytes(UTF_8))
                .entry("package/link", '2', new byte[0])
                .entry("package/empty/", '5', new byte[0])
                .write(folder.resolve("long.tgz"));
        NpmPackages.extract(long1, "package/", folder.resolve("out"));
        assertThat(folder.resolve("out/" + "x".repeat(90) + "/" + "y".repeat(90) + ".txt"))
                .hasContent("deep");
        assertThat(folder.resolve("out/link")).doesNotExist();
    }

    @Test
    void refusesPathsThatLeadOutsideAndLeavesNothing() throws IOException {
        for (String path :
                List.of("package/../../evil.txt", "package//../..//evil.txt", "package/in/../../../evil.txt")) {
            Path evil = new Tarballs()
                    .file("package/good.txt", new byte[1])
                    .file(path, new byte[1])
                    .write(folder.resolve("evil.tgz"));
            assertThatThrownBy(() -> NpmPackages.extract(evil, "package/", folder.resolve("out")))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("leads outside");
            assertThat(folder.resolve("out")).doesNotExist();
            assertThat(folder.resolve("evil.txt")).doesNotExist();
        }
    }

    @Test
    void refusesAPackageThatIsCutOrDamaged() throws IOException {
        byte[] whole = Files.readAllBytes(tarball);
        for (int length : new int[] {0, 5, 20, whole.length / 2, whole.length - 9}) {
            Path cut = Files.write(folder.resolve("cut.tgz"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> NpmPackages.extract(cut, "package/", folder.resolve("out")))
                    .as("cut after %d bytes", length)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("cut.tgz");
        }
        assertThat(folder.resolve("out")).doesNotExist();
        assertThatThrownBy(() -> NpmPackages.extract(tarball, "package/none/", folder.resolve("out")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("holds nothing under package/none/");
    }

    private NpmPackages packages() {
        return new NpmPackages(cache, progress::add, npm.environment());
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.equals(".lock"))
                    .toList();
        }
    }

    private static List<Path> partials(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(Folders.PARTIAL))
                    .toList();
        }
    }
}
