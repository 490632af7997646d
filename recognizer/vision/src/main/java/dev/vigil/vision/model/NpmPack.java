package dev.vigil.vision.model;

import dev.vigil.runtime.error.UserError;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs {@code npm pack}: no shell, no scripts, in a folder of ours. The user's own settings of npm (its registry, its proxy) hold,
 * and nothing is written into the user's home.
 */
final class NpmPack {
    private static final Logger LOG = LoggerFactory.getLogger(NpmPack.class);
    private static final long LONGEST_MINUTES = 20;
    private static final Pattern ERROR_CODE = Pattern.compile("npm (?:ERR!|error) code (E[A-Z0-9]+)");

    private final Map<String, String> environment;

    /** With the environment to look for npm in, and to run it with. */
    NpmPack(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * Fetches a package's tarball into {@code folder}.
     *
     * @param spec as {@code name@version}
     * @throws UserError if npm is missing, or can't fetch it
     */
    Path pack(String spec, Path folder) throws IOException {
        Path log = folder.resolve("npm.log");
        ProcessBuilder builder = new ProcessBuilder(
                        npm().toString(),
                        "pack",
                        spec,
                        "--pack-destination",
                        folder.toString(),
                        "--cache",
                        folder.resolve("npm-cache").toString(),
                        "--ignore-scripts",
                        "--no-update-notifier",
                        "--no-audit",
                        "--loglevel=error",
                        "--fetch-retries=2",
                        "--fetch-retry-mintimeout=1000",
                        "--fetch-retry-maxtimeout=4000",
                        "--fetch-timeout=120000")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        int exit = finish(builder, spec, folder);
        if (exit != 0) {
            throw refused(spec, new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
        }
        return onlyTarball(spec, folder);
    }

    /** Runs it to its end, or takes it along when this process is told to end. */
    private static int finish(ProcessBuilder builder, String spec, Path folder) throws IOException {
        // The hook waits for it, so that it never misses a process that is just starting.
        CompletableFuture<@Nullable Process> started = new CompletableFuture<>();
        Thread whenStopped = new Thread(() -> abandon(started.join(), folder), "abandon-npm");
        Runtime.getRuntime().addShutdownHook(whenStopped);
        try {
            Process npm = start(builder);
            started.complete(npm);
            npm.getOutputStream().close();
            return exitCode(npm, spec);
        } finally {
            started.complete(null);
            stop(started.join());
            forget(whenStopped);
        }
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UserError(
                    503, "npm can't be started (" + e.getMessage() + "); see whether it runs in a terminal.", e);
        }
    }

    private static int exitCode(Process npm, String spec) {
        try {
            if (npm.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                return npm.exitValue();
            }
            throw new UserError(
                    503,
                    "npm took more than " + LONGEST_MINUTES + " minutes to fetch " + spec
                            + "; try again on a faster network.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError(503, "Fetching " + spec + " was interrupted; try again.", e);
        }
    }

    /** npm goes first, then what it has written so far. */
    private static void abandon(@Nullable Process npm, Path folder) {
        stop(npm);
        Folders.discard(folder);
    }

    private static void stop(@Nullable Process npm) {
        if (npm == null) {
            return;
        }
        List<ProcessHandle> children = npm.descendants().toList();
        npm.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        children.forEach(child -> child.onExit().join());
        npm.onExit().join();
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("The process is ending already.", e);
        }
    }

    private static Path onlyTarball(String spec, Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tgz"))
                    .findFirst()
                    .orElseThrow(() ->
                            new UserError(503, "npm ended well but left no package for " + spec + "; try again."));
        }
    }

    /** npm's executable, looked for as a shell would. */
    private Path npm() {
        List<String> names = isWindows() ? List.of("npm.cmd", "npm.exe") : List.of("npm");
        for (String folder : environment.getOrDefault("PATH", "").split(Pattern.quote(File.pathSeparator), -1)) {
            for (String name : names) {
                Path file = Path.of(folder, name).toAbsolutePath();
                if (!folder.isBlank() && Files.isRegularFile(file) && Files.isExecutable(file)) {
                    return file;
                }
            }
        }
        throw new UserError(
                503,
                "npm is needed to fetch models and samples but is not on the PATH; install it (Debian: apt-get install npm) and"
                        + " run this again.");
    }

    private static UserError refused(String spec, String log) {
        Matcher matcher = ERROR_CODE.matcher(log);
        String code = matcher.find() ? matcher.group(1) : "";
        String sentence = switch (code) {
            case "E404", "ETARGET" ->
                "The npm registry has no package " + spec + " (" + code + "); check which registry npm is set to.";
            case "E401", "E403", "ENEEDAUTH" ->
                "The npm registry refused to give " + spec + " (" + code + "); check npm's login and registry.";
            case "ENOTFOUND",
                    "EAI_AGAIN",
                    "ECONNREFUSED",
                    "ECONNRESET",
                    "ETIMEDOUT",
                    "ENETUNREACH",
                    "EHOSTUNREACH",
                    "FETCH_ERROR",
                    "ERR_SOCKET_TIMEOUT" ->
                "The npm registry can't be reached (" + code + ") to fetch " + spec
                        + "; check the network, or npm's proxy and registry.";
            case "ENOSPC" -> "The disk is full, so that " + spec + " can't be fetched; free some space.";
            default ->
                "npm can't fetch " + spec + (code.isEmpty() ? "" : " (" + code + ")") + ": " + firstError(log) + ".";
        };
        return new UserError(503, sentence);
    }

    private static String firstError(String log) {
        return log.lines()
                .filter(line -> line.startsWith("npm ERR!") || line.startsWith("npm error"))
                .map(line -> line.replaceFirst("npm (ERR!|error)", "").strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("code "))
                .findFirst()
                .orElse("it gave no reason");
    }

    private static boolean isWindows() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    }
}
