package dev.vigil.vision.model;

import java.nio.file.Path;
import java.util.Map;

/** A process of its own that fetches a package, to be killed, or to meet another. */
final class FetchingProcess {
    private FetchingProcess() {}

    /** Arguments: cache, PATH, sha256. */
    public static void main(String[] arguments) {
        new NpmPackages(Path.of(arguments[0]), System.out::println, Map.of("PATH", arguments[1]))
                .tarball("fake", "1.0.0", arguments[2]);
        System.out.println("done");
    }

    static Process start(Path cache, FakeNpm npm, String sha256) throws java.io.IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FetchingProcess.class.getName(),
                        cache.toString(),
                        npm.environment().get("PATH"),
                        sha256)
                .redirectErrorStream(true)
                .redirectOutput(cache.resolveSibling("output-" + System.nanoTime() + ".txt")
                        .toFile())
                .start();
    }
}
