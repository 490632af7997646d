package dev.vigil.standalone.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One program of the deployment, which may be killed and started again. What it prints goes to {@code NAME.log}. For one thread. */
final class ChildProcess implements AutoCloseable {
    private final String name;
    private final Path log;
    private final List<String> line;
    private final Map<String, String> env;
    private @Nullable Process process;

    /**
     * Not started yet.
     *
     * @param jvm options of its JVM
     * @param main its main class
     * @param arguments what follows
     */
    ChildProcess(
            String name, Path folder, List<String> jvm, String main, List<String> arguments, Map<String, String> env) {
        this.name = name;
        this.log = folder.resolve(name + ".log");
        this.env = Map.copyOf(env);
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(jvm);
        all.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        all.addAll(arguments);
        this.line = List.copyOf(all);
    }

    String name() {
        return name;
    }

    Path log() {
        return log;
    }

    /** Starts it, or starts it again. */
    void start() {
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(env);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " can't be started.", e);
        }
    }

    boolean running() {
        return process != null && process.isAlive();
    }

    /** Its exit status; of one that still runs or never did, -1. */
    int status() {
        return process == null || process.isAlive() ? -1 : process.exitValue();
    }

    /** {@code kill -9}; returns when it is gone. */
    void kill() throws InterruptedException {
        Process now = process;
        if (now != null) {
            now.destroyForcibly().waitFor();
        }
    }

    /** {@code SIGSTOP}. */
    void stop() throws InterruptedException {
        signal("STOP");
    }

    /** {@code SIGCONT}. */
    void proceed() throws InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws InterruptedException {
        Process now = process;
        if (now == null) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(now.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("kill -" + signal + " can't be run.", e);
        }
    }

    /** {@code SIGTERM}. */
    void askToEnd() {
        if (process != null) {
            process.toHandle().destroy();
        }
    }

    /** {@code SIGTERM}, and {@link #awaitEnd}. */
    int terminate(Duration patience) throws InterruptedException {
        askToEnd();
        return awaitEnd(patience);
    }

    /**
     * Waits for its end.
     *
     * @return its exit status, or -1 where it did not end in time and was killed
     */
    int awaitEnd(Duration patience) throws InterruptedException {
        Process now = process;
        if (now == null) {
            return 0;
        }
        if (now.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return now.exitValue();
        }
        now.destroyForcibly().waitFor();
        return -1;
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
