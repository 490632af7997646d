package dev.vigil.gallery.server;

import dev.vigil.gallery.broker.TestBroker;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A replica in a process of its own, to be killed, halted and gone on with. */
final class ReplicaProcess implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final int port;

    private ReplicaProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one without waiting; what it logs goes to {@code folder}. */
    static ReplicaProcess start(TestBroker broker, String topic, Path folder) throws IOException {
        int port = TestBroker.freePort();
        File log = folder.resolve(topic + "-" + port + ".log").toFile();
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                ReplicaMain.class.getName(),
                broker.address(),
                topic,
                Integer.toString(port),
                TestKeys.SETTING);
        builder.environment().putAll(Map.of("CLASSPATH", classes));
        Process process = builder.redirectErrorStream(true).redirectOutput(log).start();
        return new ReplicaProcess(process, port);
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    ReplicaProcess awaitReady() {
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> get("/ready").statusCode() == 200);
        return this;
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** {@code kill -STOP}. */
    void halt() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** {@code kill -CONT}. */
    void goOn() throws IOException, InterruptedException {
        signal("-CONT");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    private void signal(String signal) throws IOException, InterruptedException {
        List<String> command = List.of("kill", signal, Long.toString(process.pid()));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException(command + " failed.");
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(base().resolve(path))
                        .timeout(Duration.ofSeconds(5))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
