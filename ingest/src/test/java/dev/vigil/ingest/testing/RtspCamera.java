package dev.vigil.ingest.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real RTSP camera, by GStreamer's server in a process of its own, that can be frozen, killed and started again. */
public final class RtspCamera implements AutoCloseable {
    private static final String PYTHON = "/usr/bin/python3";

    private final Path script;
    private final int port = freePort();
    private List<String> credentials;
    private Process process;
    private Writer orders;

    /** Starts one; {@code credentials} is nothing, or a user and a password. */
    public RtspCamera(Path folder, String... credentials) throws IOException {
        this.script = script(folder);
        this.credentials = List.of(credentials);
        start();
    }

    /** Whether this machine has what it takes. */
    public static boolean possible(Path folder) {
        try {
            Process check = new ProcessBuilder(PYTHON, script(folder).toString(), "--check")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return check.waitFor(30, TimeUnit.SECONDS) && check.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Path script(Path folder) throws IOException {
        Path target = folder.resolve("rtsp-camera.py");
        try (InputStream in = RtspCamera.class.getResourceAsStream("/rtsp-camera.py")) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
        return target;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts it, the first time or again, on the same port; returns when it listens. */
    public void start() throws IOException {
        List<String> command =
                new ArrayList<>(Arrays.asList(PYTHON, script.toString(), Integer.toString(port), "/cam"));
        command.addAll(credentials);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        orders = process.outputWriter(UTF_8);
        BufferedReader answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        String line = answers.readLine();
        if (line == null || !line.startsWith("READY")) {
            throw new IOException("The camera did not start: " + line);
        }
    }

    /** Kills it and starts it again with another password, as somebody who changes that. */
    public void restartWithPassword(String password) throws IOException, InterruptedException {
        kill();
        credentials = List.of(credentials.get(0), password);
        start();
    }

    /** Gives it an order: {@code freeze}, {@code thaw}, or a size as {@code 640x480}. */
    public void order(String order) throws IOException {
        orders.write(order + "\n");
        orders.flush();
    }

    /** Kills it at once. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Its address, with its credentials where it wants some. */
    public String url() {
        String user = credentials.isEmpty() ? "" : String.join(":", credentials) + "@";
        return "rtsp://" + user + "127.0.0.1:" + port + "/cam";
    }

    /** Its address with other credentials. */
    public String url(String user, String password) {
        return "rtsp://" + user + ":" + password + "@127.0.0.1:" + port + "/cam";
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
