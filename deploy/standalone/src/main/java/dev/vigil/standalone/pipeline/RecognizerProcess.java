package dev.vigil.standalone.pipeline;

import dev.vigil.runtime.json.Json;
import dev.vigil.standalone.command.FailedException;
import dev.vigil.standalone.lifecycle.ChildMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code vigil recognizer} in a process of its own, with the options of this one's Java; it ends with this one. For one thread. */
final class RecognizerProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("recognizer listens at (\\S+)");
    private static final Pattern STAGE =
            Pattern.compile("(?m)^vigil_stage_seconds_(sum|count)\\{.*?stage=\"([a-z]+)\".*?} (\\S+)$");
    private static final Pattern RSS = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
    private static final Duration START = Duration.ofMinutes(2);
    private static final long STOP_SECONDS = 40;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private final String key;
    private final URI address;

    /**
     * How long a stage took in all, since the process began.
     *
     * @param seconds in all
     * @param count how often
     */
    record Stage(double seconds, long count) {}

    private RecognizerProcess(Process process, Path log, String key) throws InterruptedException {
        this.process = process;
        this.log = log;
        this.key = key;
        this.address = URI.create(await("says where it listens", this::listening));
        await("is ready", () -> get("/ready"));
    }

    /**
     * Starts one, and returns when it is ready.
     *
     * @param folder for its configuration, state and log
     * @param settings the configuration
     * @param key that its HTTP accepts
     */
    static RecognizerProcess start(Path folder, Map<String, Object> settings, String key) throws InterruptedException {
        try {
            Files.createDirectories(folder);
            Path config = Files.writeString(folder.resolve("vigil.yaml"), Json.pretty(settings));
            Path log = folder.resolve("log");
            Process process = new ProcessBuilder(line(config))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(log.toFile())
                    .start();
            try {
                return new RecognizerProcess(process, log, key);
            } catch (RuntimeException | InterruptedException e) {
                process.destroyForcibly();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> line(Path config) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-javaagent") && !argument.startsWith("-agentlib"))
                .forEach(line::add);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), ChildMain.class.getName()));
        line.addAll(List.of("recognizer", "--config", config.toString()));
        return line;
    }

    /** Asks again and again. */
    private interface Question {
        Optional<String> ask() throws InterruptedException;
    }

    private String await(String what, Question question) throws InterruptedException {
        long until = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < until) {
            Optional<String> answer = question.ask();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        throw new FailedException("The recognizer of the bench never " + what + "; it said: " + lastWords());
    }

    private Optional<String> listening() {
        Matcher found = ADDRESS.matcher(read(log));
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** Its last error, else its last line. */
    private String lastWords() {
        List<String> lines = read(log).strip().lines().toList();
        return lines.stream()
                .filter(line -> line.contains(" ERROR "))
                .reduce((first, next) -> next)
                .orElse(lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1));
    }

    private Optional<String> get(String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .header("Authorization", "Bearer " + key)
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // asked again, until it ends or the time is over
        }
    }

    /** Its stages, by name. */
    Map<String, Stage> stages() throws InterruptedException {
        Map<String, Stage> stages = new TreeMap<>();
        String metrics = get("/metrics")
                .orElseThrow(() -> new FailedException(
                        "The recognizer of the bench does not tell its metrics any more; it said: " + lastWords()));
        Matcher line = STAGE.matcher(metrics);
        while (line.find()) {
            double value = Double.parseDouble(line.group(3));
            boolean sum = line.group(1).equals("sum");
            stages.merge(
                    line.group(2),
                    sum ? new Stage(value, 0) : new Stage(0, (long) value),
                    (a, b) -> new Stage(a.seconds + b.seconds, a.count + b.count));
        }
        return stages;
    }

    /** CPU time so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Resident memory in MiB; NaN where the machine does not say (only Linux does). */
    double rssMb() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        Matcher rss = RSS.matcher(Files.exists(status) ? read(status) : "");
        return rss.find() ? Long.parseLong(rss.group(1)) / 1024.0 : Double.NaN;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it in order, or by force where it does not end in time. */
    @Override
    public void close() throws InterruptedException {
        process.toHandle().destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
