package dev.vigil.standalone.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The wall clock of one process, which can be stepped while it runs, by <a href="https://github.com/wolfcw/libfaketime">libfaketime</a>;
 * the monotonic clock goes on as it is. For one thread.
 */
public final class WrongClock {
    private static final int DEPTH = 3;

    private final Path file;

    /** Of the process of that name; right for now. */
    WrongClock(Path folder, String name) {
        this.file = folder.resolve("clock-" + name);
        step(Duration.ZERO);
    }

    /** Why there can be none on this machine; empty where there can. */
    public static Optional<String> impossible() {
        return library().isPresent()
                ? Optional.empty()
                : Optional.of("libfaketime is not there (on Debian: apt-get install libfaketime)");
    }

    /** What its process is to be started with. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library().orElseThrow().toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1");
    }

    /** From within a second on it is wrong by so much. */
    void step(Duration by) {
        try {
            Path next = Files.writeString(
                    file.resolveSibling(file.getFileName() + ".next"), "%+d".formatted(by.toSeconds()));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("The clock file " + file + " can't be written.", e);
        }
    }

    private static Optional<Path> library() {
        Path usr = Path.of("/usr/lib");
        if (!Files.isDirectory(usr)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.find(
                usr, DEPTH, (path, attributes) -> path.endsWith(Path.of("faketime", "libfaketimeMT.so.1")))) {
            return all.findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + usr + " can't be read.", e);
        }
    }
}
