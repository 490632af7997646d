package dev.vigil.standalone.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher itself, on a tree with one source file, a Maven that only counts its calls, and a Java that only repeats its arguments. */
class LauncherIT {
    private static final String MAVEN = """
            #!/usr/bin/env bash
            set -eu
            echo "$@" >>"$FAKE_CALLS"
            echo "[INFO] Building Vigil: runtime 0.1.0-SNAPSHOT                     [2/8]"
            [ -z "${FAKE_FAILS:-}" ] || { echo "[ERROR] broken.java:[1,1] no Java"; exit 1; }
            sleep "${FAKE_SECONDS:-0}"
            here=$FAKE_ROOT/deploy/standalone/target
            mkdir -p "$here" "$FAKE_ROOT/runtime/target"
            echo program >"$here/vigil-standalone.jar"
            cp "$FAKE_ROOT/runtime/src/main/java/A.java" "$FAKE_ROOT/runtime/target/runtime.jar"
            echo library >"$here/library.jar"
            printf '%s:%s' "$FAKE_ROOT/runtime/target/runtime.jar" "$here/library.jar" >"$here/classpath"
            """;
    private static final String JAVA = """
            #!/usr/bin/env bash
            for argument in "$@"; do printf '[%s]' "$argument"; done
            """;

    @TempDir
    Path temp;

    private Path root;
    private Path source;
    private Path calls;

    private record Ended(int status, String out, String err) {}

    @BeforeEach
    void makeTree() throws IOException {
        root = Files.createDirectories(temp.resolve("path with blanks").resolve("a clone"));
        for (String module : List.of("runtime", "ingest", "gallery", "recognizer/vision", "deploy/standalone")) {
            Files.createDirectories(root.resolve(module).resolve("src/main/java"));
            Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>");
        }
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        source = Files.writeString(root.resolve("runtime/src/main/java/A.java"), "class A {}\n");
        Files.copy(launcher(), root.resolve("vigil"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        script(temp.resolve("bin/mvn"), MAVEN);
        script(temp.resolve("jdk/bin/java"), JAVA);
        script(temp.resolve("jdk/bin/javac"), JAVA);
        Files.writeString(temp.resolve("jdk/release"), "JAVA_VERSION=\"21.0.2\"\n");
        calls = Files.createFile(temp.resolve("calls"));
    }

    @Test
    void buildsOnceThenStartsNothingButJava() throws Exception {
        Ended first = run("quickstart", "--data", "a folder");
        assertThat(first.status).isZero();
        assertThat(first.out).endsWith("[dev.vigil.standalone.Main][quickstart][--data][a folder]");
        assertThat(first.err).contains("vigil: building").contains("vigil:   2/8 runtime");

        Ended second = run("models", "list");
        assertThat(second.out).endsWith("[dev.vigil.standalone.Main][models][list]");
        assertThat(second.err).isEmpty();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void runsFromAnyFolderAndThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(temp.resolve("vigil link"), root.resolve("vigil"));
        Ended ended = run(Map.of(), link, "--help");
        assertThat(ended.status).isZero();
        assertThat(ended.out)
                .contains("[" + root.toRealPath() + "/deploy/standalone/target/vigil-standalone.jar:")
                .endsWith("[dev.vigil.standalone.Main][--help]");
    }

    @Test
    void aChangedSourceIsBuiltAgainAndATouchedOneIsNot() throws Exception {
        run("--help");
        Files.setLastModifiedTime(
                source, java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + 60_000));
        run("--help");
        assertThat(builds()).isEqualTo(1);

        Files.writeString(source, "class A { int changed; }\n");
        Files.setLastModifiedTime(
                source, java.nio.file.attribute.FileTime.fromMillis(0)); // as an unpacked archive may have it
        run("--help");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void aSourceThatCameOrWentAndAChangedPomAreBuiltAgain() throws Exception {
        run("--help");
        Path added = Files.writeString(source.resolveSibling("B.java"), "class B {}\n");
        run("--help");
        assertThat(builds()).isEqualTo(2);
        Files.delete(added);
        run("--help");
        assertThat(builds()).isEqualTo(3);
        Files.writeString(root.resolve("gallery/pom.xml"), "<project><!-- changed --></project>");
        run("--help");
        assertThat(builds()).isEqualTo(4);
    }

    @Test
    void aMissingJarAndOneThatAnotherBuildChangedAreBuiltAgain() throws Exception {
        run("--help");
        Files.delete(root.resolve("deploy/standalone/target/library.jar"));
        run("--help");
        assertThat(builds()).isEqualTo(2);
        Files.writeString(root.resolve("runtime/target/runtime.jar"), "of other sources");
        run("--help");
        assertThat(builds()).isEqualTo(3);
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        Map<String, String> slow = Map.of("FAKE_SECONDS", "2");
        Process first = start(slow, root.resolve("vigil"), "one");
        Process second = start(slow, root.resolve("vigil"), "two");
        assertThat(end(first).out).endsWith("[one]");
        assertThat(end(second).out).endsWith("[two]");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void aBrokenBuildSaysWhereItsLogIsAndIsTriedAgain() throws Exception {
        Ended broken = run(Map.of("FAKE_FAILS", "yes"), root.resolve("vigil"), "--help");
        assertThat(broken.status).isEqualTo(1);
        assertThat(broken.out).isEmpty();
        assertThat(broken.err)
                .contains("[ERROR] broken.java:[1,1] no Java")
                .endsWith("vigil: the build failed: " + root.toRealPath()
                        + "/deploy/standalone/target/launcher/build.log tells why.\n");
        assertThat(run("--help").status).isZero();
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void withoutMavenItSaysWhatToInstall() throws Exception {
        Files.delete(temp.resolve("bin/mvn"));
        Ended ended = run("--help");
        assertThat(ended.status).isEqualTo(1);
        assertThat(ended.err)
                .isEqualTo(
                        "vigil: Maven is needed to build Vigil and was not found: install it, as 'apt-get install maven'.\n");
    }

    @Test
    void aJavaHomeThatIsNoJdkIsNamed() throws Exception {
        Files.delete(temp.resolve("jdk/bin/javac"));
        assertThat(run("--help").err)
                .contains("vigil: JAVA_HOME is '" + temp.resolve("jdk")
                        + "', which holds no JDK of 17 or newer (with javac)");
        script(temp.resolve("jdk/bin/javac"), JAVA);
        Files.writeString(temp.resolve("jdk/release"), "JAVA_VERSION=\"1.8.0_402\"\n");
        assertThat(run("--help").err).contains("which holds no JDK of 17 or newer");
    }

    private long builds() throws IOException {
        try (Stream<String> lines = Files.lines(calls)) {
            return lines.count();
        }
    }

    private Ended run(String... arguments) throws Exception {
        return run(Map.of(), root.resolve("vigil"), arguments);
    }

    private Ended run(Map<String, String> env, Path command, String... arguments) throws Exception {
        return end(start(env, command, arguments));
    }

    private Process start(Map<String, String> env, Path command, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(command.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).directory(temp.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH", temp.resolve("bin") + ":" + withoutMaven(),
                        "JAVA_HOME", temp.resolve("jdk").toString(),
                        "FAKE_ROOT", root.toString(),
                        "FAKE_CALLS", calls.toString()));
        builder.environment().putAll(env);
        return builder.start();
    }

    /** A folder with the tools that the launcher may use, and no Maven. */
    private Path withoutMaven() throws IOException {
        Path tools = temp.resolve("tools");
        if (!Files.exists(tools)) {
            Files.createDirectory(tools);
            for (String tool : List.of(
                    "bash",
                    "env",
                    "find",
                    "sort",
                    "tr",
                    "xargs",
                    "cksum",
                    "cat",
                    "cp",
                    "mv",
                    "rm",
                    "mkdir",
                    "dirname",
                    "basename",
                    "readlink",
                    "sed",
                    "grep",
                    "tee",
                    "flock",
                    "sleep",
                    "ls")) {
                Path real = Stream.of("/usr/bin", "/bin")
                        .map(folder -> Path.of(folder, tool))
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElseThrow(() -> new IOException("This machine has no " + tool + "."));
                script(tools.resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
            }
        }
        return tools;
    }

    private static Ended end(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out, err);
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path launcher() {
        return Path.of("").toAbsolutePath().resolve("../../vigil").normalize();
    }
}
