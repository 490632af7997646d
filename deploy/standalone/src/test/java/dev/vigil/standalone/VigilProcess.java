package dev.vigil.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The program in a process of its own, with what it prints kept in files. */
public final class VigilProcess implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    private VigilProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts it; its output goes to files in {@code folder} that begin with {@code name}. */
    public static VigilProcess start(Path folder, String name, Map<String, String> env, List<String> arguments)
            throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dai.djl.offline=true",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.vigil.standalone.Main"));
        line.addAll(arguments);
        Path out = folder.resolve(name + ".out");
        Path err = folder.resolve(name + ".err");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(env);
        return new VigilProcess(builder.start(), out, err);
    }

    /** Waits until it has printed {@code text} on either stream, or ended. */
    public VigilProcess awaitText(String text) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> !process.isAlive() || out().contains(text) || err().contains(text));
        if (!out().contains(text) && !err().contains(text)) {
            throw new AssertionError("It ended before it said '" + text + "': " + out() + err());
        }
        return this;
    }

    /** What it has printed on standard output so far. */
    public String out() {
        return read(out);
    }

    /** What it has printed on standard error so far. */
    public String err() {
        return read(err);
    }

    /** Its id. */
    public long pid() {
        return process.pid();
    }

    /** Sends SIGTERM and waits for its exit status. {@link Process#destroy} would close its output too. */
    public int terminate() throws InterruptedException {
        process.toHandle().destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("It did not end within a minute of SIGTERM: " + err());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
