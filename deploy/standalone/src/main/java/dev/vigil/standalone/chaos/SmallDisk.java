package dev.vigil.standalone.chaos;

import dev.vigil.standalone.command.FailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A disk in memory (tmpfs) that can be full at any moment: it is made as small as what lies on it. Only root on Linux may. For one thread. */
public final class SmallDisk implements AutoCloseable {
    private static final String SIZE = "2g";
    private static final long PAGE = 4096;
    private static final int ATTEMPTS = 10;
    private static final long PATIENCE_SECONDS = 10;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Puts a disk at a folder, which is made. */
    static SmallDisk mount(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " can't be made.", e);
        }
        run(List.of("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "vigil-chaos", folder.toString()))
                .ifPresent(why -> {
                    throw new FailedException("No small disk can be mounted at " + folder + ": " + why);
                });
        return new SmallDisk(folder);
    }

    /** Why there can be none on this machine; empty where there can. */
    public static Optional<String> impossible() {
        try {
            Path trial = Files.createTempDirectory("vigil-disk-");
            try (SmallDisk disk = mount(trial)) {
                disk.free();
                return Optional.empty();
            } catch (FailedException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            } finally {
                Files.delete(trial);
            }
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Not one page more can be written. */
    void fill() {
        Optional<String> why = Optional.of("");
        for (int i = 0; i < ATTEMPTS && why.isPresent(); i++) {
            why = resize(Long.toString(used())); // somebody writes meanwhile: then this is too small, and refused
        }
        why.ifPresent(text -> {
            throw new FailedException("The disk at " + folder + " can't be filled: " + text);
        });
    }

    /** There is room again. */
    void free() {
        resize(SIZE).ifPresent(why -> {
            throw new FailedException("The disk at " + folder + " can't be made larger again: " + why);
        });
    }

    private long used() {
        try {
            FileStore store = Files.getFileStore(folder);
            long bytes = store.getTotalSpace() - store.getUnallocatedSpace();
            return Math.max(1, (bytes + PAGE - 1) / PAGE) * PAGE;
        } catch (IOException e) {
            throw new UncheckedIOException("The disk at " + folder + " does not say how full it is.", e);
        }
    }

    private Optional<String> resize(String size) {
        return run(List.of("mount", "-o", "remount,size=" + size, folder.toString()));
    }

    /** What it says where it fails. */
    private static Optional<String> run(List<String> line) {
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of(line.get(0) + " does not end");
            }
            return process.exitValue() == 0 ? Optional.empty() : Optional.of(said.strip());
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /** Takes it away with all that is on it, also where a process still has files of it open. */
    @Override
    public void close() {
        run(List.of("umount", "-l", folder.toString())).ifPresent(why -> {
            throw new FailedException("The disk at " + folder + " can't be unmounted: " + why);
        });
    }
}
